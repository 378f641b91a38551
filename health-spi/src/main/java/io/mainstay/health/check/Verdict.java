package io.mainstay.health.check;

import io.mainstay.health.CheckCode;
import io.mainstay.health.CheckResult;

/** How a conversation ended; the loop adds how long it took. */
record Verdict(CheckCode code, int status, String description) {

  static Verdict of(CheckCode code, String description) {
    return new Verdict(code, CheckResult.NO_STATUS, description);
  }

  CheckResult after(long durationNanos) {
    return new CheckResult(code, status, description, durationNanos);
  }
}
