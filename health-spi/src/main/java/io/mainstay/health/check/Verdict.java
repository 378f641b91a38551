package io.mainstay.health.check;

import io.mainstay.health.CheckCode;
import io.mainstay.health.CheckResult;

/** How a conversation ended; the loop adds how long it took. */
record Verdict(CheckCode code, int status, String description, String warning) {

  Verdict(CheckCode code, int status, String description) {
    this(code, status, description, "");
  }

  static Verdict of(CheckCode code, String description) {
    return new Verdict(code, CheckResult.NO_STATUS, description);
  }

  Verdict withWarning(String text) {
    return new Verdict(code, status, description, text);
  }

  CheckResult after(long durationNanos) {
    return new CheckResult(code, status, description, durationNanos, warning);
  }
}
