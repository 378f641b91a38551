package io.mainstay.health.tck;

import io.mainstay.health.CheckEnvironment;
import io.mainstay.health.HealthCheck;
import io.mainstay.health.HealthTarget;
import java.util.Optional;

/** The servers that a check under test can probe. Each rule has a world of its own. */
public interface CheckWorld {

  /** The check as a node would make it; the environment has a bounded pool for what blocks. */
  HealthCheck check(CheckEnvironment environment) throws Exception;

  /**
   * For a check that does not look at its target's address but at what it was told when it was
   * made, such as a file: the instance for one of this world's targets. Empty, as it is unless
   * overridden, when one instance serves all.
   */
  default Optional<HealthCheck> checkOf(HealthTarget target, CheckEnvironment environment)
      throws Exception {
    return Optional.empty();
  }

  /** A target that passes. Asked for once; stays as it is until the end. */
  HealthTarget healthy() throws Exception;

  /** A target that fails at once: nobody listens, or it says no. */
  HealthTarget sick() throws Exception;

  /**
   * A target that accepts and then says nothing; empty for a check that nobody can keep waiting.
   */
  default Optional<HealthTarget> silent() throws Exception {
    return Optional.empty();
  }

  /** Ends the servers and what the check was made with. */
  void end() throws Exception;
}
