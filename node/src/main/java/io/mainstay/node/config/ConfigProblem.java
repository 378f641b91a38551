package io.mainstay.node.config;

/**
 * One thing that is wrong with a configuration, in one line that a person can act on.
 *
 * @param location the file and line, {@code node.conf:12}, or whatever else names the place
 * @param message what is wrong and, where it is known, the cure
 */
public record ConfigProblem(String location, String message) {
  /** What came from the file may hold line ends and control characters; the message shows none. */
  public ConfigProblem {
    message = message.replaceAll("\\p{Cntrl}+", "?");
  }

  /** The same, marked as what works but maybe not as meant. */
  public ConfigProblem asWarning() {
    return new ConfigProblem(location, "warning: " + message);
  }

  @Override
  public String toString() {
    return location + ": " + message;
  }
}
