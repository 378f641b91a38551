package io.mainstay.health.check;

import io.mainstay.health.CheckEnvironment;
import io.mainstay.health.CheckSpec;
import io.mainstay.health.HealthCheck;
import io.mainstay.health.HealthCheckFactory;
import io.mainstay.health.HealthTarget;
import io.mainstay.health.tck.CheckWorld;
import java.util.Optional;
import java.util.function.Function;

/** A check on a loop of its own, a server that is scripted, one that is silent, and none. */
final class LoopbackWorld implements CheckWorld {
  private final CheckLoop loop = CheckLoop.start();
  private final Function<CheckLoop, HealthCheckFactory> factory;
  private final String line;
  private final LoopbackServer healthy;
  private final LoopbackServer silent = new LoopbackServer(LoopbackServer::awaitPeerGone);
  private final boolean mayWait;

  private LoopbackWorld(
      Function<CheckLoop, HealthCheckFactory> factory,
      String line,
      LoopbackServer healthy,
      boolean mayWait) {
    this.factory = factory;
    this.line = line;
    this.healthy = healthy;
    this.mayWait = mayWait;
  }

  /** Of a check that the server can keep waiting. */
  static LoopbackWorld of(
      Function<CheckLoop, HealthCheckFactory> factory, String line, LoopbackServer healthy) {
    return new LoopbackWorld(factory, line, healthy, true);
  }

  /** Of one that asks nothing of an accepted connection. */
  static LoopbackWorld ofConnecting(
      Function<CheckLoop, HealthCheckFactory> factory, String line, LoopbackServer healthy) {
    return new LoopbackWorld(factory, line, healthy, false);
  }

  @Override
  public HealthCheck check(CheckEnvironment environment) {
    return factory.apply(loop).create(CheckSpec.parse(line), environment);
  }

  @Override
  public HealthTarget healthy() {
    return healthy.target();
  }

  @Override
  public HealthTarget sick() throws Exception {
    return new HealthTarget("app/none", LoopbackServer.closedPort());
  }

  @Override
  public Optional<HealthTarget> silent() {
    return mayWait ? Optional.of(silent.target()) : Optional.empty();
  }

  @Override
  public void end() {
    loop.close();
    healthy.close();
    silent.close();
  }
}
