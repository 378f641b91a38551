package io.mainstay.vip.linux;

import io.mainstay.vip.tck.MoverWorld;
import io.mainstay.vip.tck.VipMoverTck;
import java.util.Map;
import org.junit.jupiter.api.Tag;

/** The rules for movers, for addresses that have a MAC address of their own. */
@Tag("root")
class VirtualMacTckRootTest extends VipMoverTck {
  @Override
  protected MoverWorld world() throws Exception {
    return LinuxMoverWorld.ipv4(Map.of("virtual-mac", "ipv4/51", "lease", "30"));
  }
}
