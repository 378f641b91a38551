package io.mainstay.health.host;

import io.mainstay.health.tck.CheckWorld;
import io.mainstay.health.tck.HealthCheckTck;
import java.nio.file.Path;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs(OS.LINUX)
class ProcessCheckTckTest extends HealthCheckTck {
  @TempDir private Path folder = Path.of("");

  @Override
  protected CheckWorld world() throws Exception {
    Sleepers sleepers = Sleepers.in(folder);
    sleepers.start();
    return new HostWorld(
        HostChecks.process(),
        "process " + sleepers.program(),
        "process " + folder.resolve("another"),
        sleepers::end);
  }
}
