package io.mainstay.node.lab;

import java.util.Objects;

/**
 * The lab cannot go on; the message is one line that names the cause and, where there is one, the
 * cure.
 */
public final class LabException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public LabException(String message) {
    super(message);
  }

  public LabException(String message, Throwable cause) {
    super(message, cause);
  }

  @Override
  public String getMessage() {
    return Objects.requireNonNull(super.getMessage());
  }
}
