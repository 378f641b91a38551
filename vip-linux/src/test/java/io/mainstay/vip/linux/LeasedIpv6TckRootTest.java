package io.mainstay.vip.linux;

import io.mainstay.vip.tck.MoverWorld;
import io.mainstay.vip.tck.VipMoverTck;
import java.util.Map;
import org.junit.jupiter.api.Tag;

/** The rules for movers, for addresses that run out, in IPv6. */
@Tag("root")
class LeasedIpv6TckRootTest extends VipMoverTck {
  @Override
  protected MoverWorld world() throws Exception {
    return LinuxMoverWorld.ipv6(Map.of("form", "leased", "lease", "30"));
  }
}
