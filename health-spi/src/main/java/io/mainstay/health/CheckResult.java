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
 */
public record CheckResult(CheckCode code, int status, String description, long durationNanos) {

  /** The {@link #status} of a probe that saw none. */
  public static final int NO_STATUS = -1;

  /** The longest description kept: part of it may be text that a server chose. */
  public static final int MAX_DESCRIPTION_CHARS = 256;

  /** What a target that was never probed shows. */
  public static final CheckResult NOT_PROBED = of(CheckCode.INI, "", 0);

  public CheckResult {
    Objects.requireNonNull(code);
    if (description.length() > MAX_DESCRIPTION_CHARS) {
      description = description.substring(0, MAX_DESCRIPTION_CHARS);
    }
  }

  /** A result without a status. */
  public static CheckResult of(CheckCode code, String description, long durationNanos) {
    return new CheckResult(code, NO_STATUS, description, durationNanos);
  }

  /** Whether the probe speaks for the server. */
  public boolean passed() {
    return code.passed();
  }
}
