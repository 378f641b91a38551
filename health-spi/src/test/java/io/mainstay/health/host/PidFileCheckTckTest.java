package io.mainstay.health.host;

import io.mainstay.health.tck.CheckWorld;
import io.mainstay.health.tck.HealthCheckTck;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs(OS.LINUX)
class PidFileCheckTckTest extends HealthCheckTck {
  @TempDir private Path folder = Path.of("");

  @Override
  protected CheckWorld world() throws Exception {
    Sleepers sleepers = Sleepers.in(folder);
    long number = sleepers.start().pid();
    Path right = Files.writeString(folder.resolve("right"), number + "\n");
    Path wrong = Files.writeString(folder.resolve("wrong"), "nonsense\n");
    return new HostWorld(
        HostChecks.pidFile(), "pid-file " + right, "pid-file " + wrong, sleepers::end);
  }
}
