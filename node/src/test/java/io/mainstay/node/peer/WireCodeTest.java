package io.mainstay.node.peer;

import static org.assertj.core.api.Assertions.assertThat;

import io.mainstay.vrrp.AddressFamily;
import io.mainstay.vrrp.VrrpVersion;
import io.mainstay.vrrp.state.VrrpState;
import org.junit.jupiter.api.Test;

class WireCodeTest {
  @Test
  void shouldNumberEveryConstant() {
    assertNumbered(WireCode.ROLE, SessionRole.values());
    assertNumbered(WireCode.STATE, VrrpState.values());
    assertNumbered(WireCode.FAMILY, AddressFamily.values());
    assertNumbered(WireCode.VERSION, VrrpVersion.values());
    assertNumbered(WireCode.FAREWELL, PeerMessage.Farewell.values());
  }

  private static <E extends Enum<E>> void assertNumbered(WireCode<E> codes, E[] constants) {
    for (E constant : constants) {
      assertThat(codes.constant(codes.of(constant))).contains(constant);
    }
    assertThat(codes.constant(constants.length)).isEmpty();
  }
}
