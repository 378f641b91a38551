package io.mainstay.health.host;

import io.mainstay.health.BlockingProbe;
import io.mainstay.health.CheckCode;
import io.mainstay.health.CheckResult;
import io.mainstay.health.HealthTarget;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.time.Duration;

/** Passes while an interface is up and running; without a carrier it is not running. */
public final class InterfaceProbe implements BlockingProbe {
  private final String name;

  public InterfaceProbe(String name) {
    this.name = name;
  }

  @Override
  public CheckResult probe(HealthTarget target, Duration timeout) throws SocketException {
    long startNanos = System.nanoTime();
    NetworkInterface found = NetworkInterface.getByName(name);
    boolean up = found != null && found.isUp();
    String seen = found == null ? " does not exist" : up ? " is up" : " is down or has no carrier";
    return CheckResult.of(
        up ? CheckCode.L4OK : CheckCode.L4CON,
        "interface " + name + seen,
        System.nanoTime() - startNanos);
  }
}
