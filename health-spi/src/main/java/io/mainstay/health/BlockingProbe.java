package io.mainstay.health;

import java.time.Duration;

/** A probe that blocks its thread. {@link BlockingCheck} makes a {@link HealthCheck} of it. */
@FunctionalInterface
public interface BlockingProbe {

  /**
   * Probes and returns the result, or throws when it cannot tell. The thread is interrupted when
   * the time is over.
   */
  CheckResult probe(HealthTarget target, Duration timeout) throws Exception;

  /** As {@link HealthCheck#cleanUpTime}. */
  default Duration cleanUpTime() {
    return Duration.ZERO;
  }
}
