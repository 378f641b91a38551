package io.mainstay.node.exec;

import io.mainstay.vip.tck.RemoteMoverWorld;
import io.mainstay.vip.tck.RemoteVipMoverTck;
import java.nio.file.Path;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The rules for movers, for one that runs commands. */
@EnabledOnOs(OS.LINUX)
class ExecVipMoverTckTest extends RemoteVipMoverTck {
  @TempDir private Path folder = Path.of("");

  @Override
  protected RemoteMoverWorld world() {
    return new ExecWorld(folder);
  }
}
