package io.mainstay.vip.docker;

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

/** A container that runs, one that does not exist, and an Engine that never answers. */
class DockerCheckTckTest extends HealthCheckTck {
  private static final int HEALTHY = 1;
  private static final int SICK = 2;
  private static final int SILENT = 3;

  @TempDir private Path folder = Path.of("");

  @Override
  protected CheckWorld world() throws Exception {
    FakeEngine engine =
        FakeEngine.unix(Files.createDirectory(folder.resolve("a"))).container("web1");
    FakeEngine silent =
        FakeEngine.unix(Files.createDirectory(folder.resolve("b"))).container("web1");
    silent.hang();
    DockerCheckFactory factory = new DockerCheckFactory();
    return new CheckWorld() {
      @Override
      public HealthCheck check(CheckEnvironment environment) {
        return made("web1", engine, environment);
      }

      @Override
      public Optional<HealthCheck> checkOf(HealthTarget target, CheckEnvironment environment) {
        int port = target.address().getPort();
        return Optional.of(
            made(port == SICK ? "missing" : "web1", port == SILENT ? silent : engine, environment));
      }

      private HealthCheck made(String name, FakeEngine asked, CheckEnvironment environment) {
        return factory.create(
            CheckSpec.parse("docker " + name + " engine=" + asked.address()), environment);
      }

      @Override
      public HealthTarget healthy() {
        return at(HEALTHY);
      }

      @Override
      public HealthTarget sick() {
        return at(SICK);
      }

      @Override
      public Optional<HealthTarget> silent() {
        return Optional.of(at(SILENT));
      }

      @Override
      public void end() throws Exception {
        silent.resume();
        silent.close();
        engine.close();
      }
    };
  }

  private static HealthTarget at(int port) {
    return new HealthTarget(
        "app/web" + port, new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
  }
}
