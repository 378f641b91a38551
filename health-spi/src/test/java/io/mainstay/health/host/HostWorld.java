package io.mainstay.health.host;

import io.mainstay.health.CheckEnvironment;
import io.mainstay.health.CheckSpec;
import io.mainstay.health.HealthCheck;
import io.mainstay.health.HealthCheckFactory;
import io.mainstay.health.HealthTarget;
import io.mainstay.health.tck.CheckWorld;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;

/** Checks that look at this host: one line of configuration that passes, one that fails. */
final class HostWorld implements CheckWorld {
  private static final int HEALTHY = 1;
  private static final int SICK = 2;

  private final HealthCheckFactory factory;
  private final String passing;
  private final String failing;
  private final Runnable end;

  HostWorld(HealthCheckFactory factory, String passing, String failing, Runnable end) {
    this.factory = factory;
    this.passing = passing;
    this.failing = failing;
    this.end = end;
  }

  @Override
  public HealthCheck check(CheckEnvironment environment) {
    return factory.create(CheckSpec.parse(passing), environment);
  }

  @Override
  public Optional<HealthCheck> checkOf(HealthTarget target, CheckEnvironment environment) {
    String line = target.address().getPort() == SICK ? failing : passing;
    return Optional.of(factory.create(CheckSpec.parse(line), environment));
  }

  @Override
  public HealthTarget healthy() {
    return at(HEALTHY);
  }

  @Override
  public HealthTarget sick() {
    return at(SICK);
  }

  private static HealthTarget at(int port) {
    return new HealthTarget(
        "app/web" + port, new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
  }

  @Override
  public void end() {
    end.run();
  }
}
