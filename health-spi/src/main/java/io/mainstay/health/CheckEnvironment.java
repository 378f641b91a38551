package io.mainstay.health;

import java.util.Objects;
import java.util.concurrent.Executor;

/**
 * What a {@link HealthCheckFactory} may use.
 *
 * @param blocking runs what blocks, on a bounded number of threads; see {@link BlockingCheck}
 */
public record CheckEnvironment(Executor blocking) {

  public CheckEnvironment {
    Objects.requireNonNull(blocking);
  }
}
