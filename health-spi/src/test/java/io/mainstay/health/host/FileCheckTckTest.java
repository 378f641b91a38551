package io.mainstay.health.host;

import io.mainstay.health.tck.CheckWorld;
import io.mainstay.health.tck.HealthCheckTck;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class FileCheckTckTest extends HealthCheckTck {
  @TempDir private Path folder = Path.of("");

  @Override
  protected CheckWorld world() throws Exception {
    Path there = Files.createFile(folder.resolve("serve"));
    return new HostWorld(
        HostChecks.file(), "file " + there, "file " + folder.resolve("missing"), () -> {});
  }
}
