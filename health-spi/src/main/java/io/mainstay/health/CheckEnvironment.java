package io.mainstay.health;

import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.function.Function;

/**
 * What a {@link HealthCheckFactory} may use.
 *
 * @param blocking runs what blocks, on a bounded number of threads; see {@link BlockingCheck}
 * @param serverState what the load balancer thinks of a server, for checks that tell it, as HAProxy
 *     writes it: {@code UP 2/3; name=app/web1; node=lb1; weight=1/2; scur=13/22; qcur=0}; empty for
 *     what is no server. Called from any thread; does not block
 */
public record CheckEnvironment(Executor blocking, Function<HealthTarget, String> serverState) {

  public CheckEnvironment {
    Objects.requireNonNull(blocking);
    Objects.requireNonNull(serverState);
  }

  /** Without anything to tell servers. */
  public CheckEnvironment(Executor blocking) {
    this(blocking, target -> "");
  }
}
