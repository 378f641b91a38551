package io.mainstay.health;

import java.util.Objects;

/**
 * What one probe found.
 *
 * @param code the layer that decided and its verdict
 * @param status the status the application answered with (HTTP status, exit code), or {@link
 *     #NO_STATUS}
 * @param description a short text for an operator, such as {@code Connection refused}; may be empty
 * @param durationNanos how long the probe took
 * @param warning what an operator should mend although it decides nothing now, such as a
 *     certificate that expires soon; usually empty
 */
public record CheckResult(
    CheckCode code, int status, String description, long durationNanos, String warning) {

  /** The {@link #status} of a probe that saw none. */
  public static final int NO_STATUS = -1;

  /** The longest description kept: part of it may be text that a server chose. */
  public static final int MAX_DESCRIPTION_CHARS = 256;

  /** What a target that was never probed shows. */
  public static final CheckResult NOT_PROBED = of(CheckCode.INI, "", 0);

  public CheckResult {
    Objects.requireNonNull(code);
    description = bounded(description);
    warning = bounded(warning);
  }

  /** A result without a warning. */
  public CheckResult(CheckCode code, int status, String description, long durationNanos) {
    this(code, status, description, durationNanos, "");
  }

  /** A result without a status. */
  public static CheckResult of(CheckCode code, String description, long durationNanos) {
    return new CheckResult(code, NO_STATUS, description, durationNanos);
  }

  private static String bounded(String text) {
    return text.length() > MAX_DESCRIPTION_CHARS ? text.substring(0, MAX_DESCRIPTION_CHARS) : text;
  }

  /** Whether the probe speaks for the server. */
  public boolean passed() {
    return code.passed();
  }
}
