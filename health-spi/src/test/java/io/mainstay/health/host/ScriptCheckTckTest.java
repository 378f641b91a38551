package io.mainstay.health.host;

import io.mainstay.health.CheckEnvironment;
import io.mainstay.health.CheckSpec;
import io.mainstay.health.HealthCheck;
import io.mainstay.health.HealthTarget;
import io.mainstay.health.tck.CheckWorld;
import io.mainstay.health.tck.HealthCheckTck;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;

/** A script that exits with 0 for port 1, with 3 for port 2, and never for port 3. */
class ScriptCheckTckTest extends HealthCheckTck {
  @TempDir private Path folder = Path.of("");

  @Override
  protected CheckWorld world() throws Exception {
    Path script =
        Sleepers.executable(
            Files.writeString(
                folder.resolve("probe"),
                """
                #!/bin/sh
                case $1 in 1) exit 0;; 2) echo no; exit 3;; esac
                exec sleep 1000
                """));
    return new CheckWorld() {
      @Override
      public HealthCheck check(CheckEnvironment environment) {
        return HostChecks.script()
            .create(CheckSpec.parse("script " + script + " {port}"), environment);
      }

      @Override
      public HealthTarget healthy() {
        return port(1);
      }

      @Override
      public HealthTarget sick() {
        return port(2);
      }

      @Override
      public Optional<HealthTarget> silent() {
        return Optional.of(port(3));
      }

      @Override
      public void end() {}
    };
  }

  private static HealthTarget port(int port) {
    return new HealthTarget(
        "app/web" + port, new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
  }
}
