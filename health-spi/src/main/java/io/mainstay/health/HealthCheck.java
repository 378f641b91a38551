package io.mainstay.health;

import java.time.Duration;
import java.util.concurrent.CompletionStage;

/**
 * One way to find out whether a server can serve. An instance is shared by many targets and called
 * from one thread; it keeps no state per target.
 *
 * <p>A check that must block (a database driver, a script) implements {@link BlockingProbe} and
 * runs on the pool that {@link CheckEnvironment} gives.
 */
@FunctionalInterface
public interface HealthCheck {

  /**
   * Starts one probe and returns at once; it must not block. The stage completes from any thread,
   * within {@code timeout}, and faults of the server are results, not exceptions. When the monitor
   * gives up on a probe it cancels the stage's future.
   *
   * @param target what to probe; the same target is never probed twice at a time
   * @param timeout how long the whole probe may take
   */
  CompletionStage<CheckResult> probe(HealthTarget target, Duration timeout);

  /**
   * How long a probe may take beyond its timeout to clean up, such as to kill a script; the monitor
   * waits so much longer before it gives up.
   */
  default Duration cleanUpTime() {
    return Duration.ZERO;
  }
}
