package io.mainstay.node.config;

/**
 * Who may ask for the status.
 *
 * @param credentials {@code name:password}, a secret that no message shows
 */
public record StatusUser(String credentials) {

  /** Without the password: records get logged. */
  @Override
  public String toString() {
    return credentials.substring(0, credentials.indexOf(':')) + ":***";
  }
}
