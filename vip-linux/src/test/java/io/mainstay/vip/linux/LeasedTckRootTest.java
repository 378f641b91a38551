package io.mainstay.vip.linux;

import io.mainstay.vip.tck.MoverWorld;
import io.mainstay.vip.tck.VipMoverTck;
import java.util.Map;
import org.junit.jupiter.api.Tag;

/** The rules for movers, for addresses that run out. */
@Tag("root")
class LeasedTckRootTest extends VipMoverTck {
  @Override
  protected MoverWorld world() throws Exception {
    return LinuxMoverWorld.ipv4(Map.of("form", "leased", "lease", "30"));
  }
}
