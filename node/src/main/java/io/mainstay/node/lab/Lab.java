package io.mainstay.node.lab;

import java.io.PrintStream;

/**
 * {@code mainstay lab}: two nodes, two web servers and a client on one machine, faults on purpose,
 * and what the client saw of them. Needs Linux, and root or unprivileged user namespaces; leaves
 * nothing behind, however it ends.
 */
public final class Lab {
  private final PrintStream errors;

  /**
   * A lab that has not begun.
   *
   * @param errors gets the one line that says why the lab cannot run here
   */
  public Lab(PrintStream errors) {
    this.errors = errors;
  }

  /**
   * Plays the scenarios. Blocks until the last has ended; ends early when the JVM is told to shut
   * down.
   *
   * @return 0 when every scenario ended with exactly one owner and service, else 1
   */
  public int run(LabOptions options) {
    try {
      LabConfig.read(options.configuration());
      LabPreflight.Privilege privilege = LabPreflight.check();
      if (options.versus().isPresent()) {
        LabPreflight.checkRival(privilege);
      }
      return LabEnclosure.run(privilege, LabInside.class, options.toArguments());
    } catch (LabException e) {
      errors.println("mainstay lab: " + e.getMessage());
      return 1;
    }
  }
}
