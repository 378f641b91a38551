package io.mainstay.vrrp.sim;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** What was tested, so that a seed means something to somebody else. */
final class Commit {
  private Commit() {}

  /** The commit of the working tree, or that it is unknown. */
  static String describe() {
    try {
      Process git =
          new ProcessBuilder("git", "describe", "--always", "--dirty", "--abbrev=12")
              .redirectErrorStream(true)
              .start();
      byte[] output = git.getInputStream().readAllBytes();
      boolean known = git.waitFor() == 0;
      return known ? new String(output, StandardCharsets.UTF_8).strip() : "unknown";
    } catch (IOException e) {
      return "unknown";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "unknown";
    }
  }
}
