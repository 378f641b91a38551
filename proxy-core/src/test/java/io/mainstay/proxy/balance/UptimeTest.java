package io.mainstay.proxy.balance;

import static org.assertj.core.api.Assertions.assertThat;

import io.mainstay.proxy.Backend;
import io.mainstay.proxy.Server;
import io.mainstay.proxy.ServerAdmin;
import io.mainstay.proxy.ServerState;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;

class UptimeTest {
  private static final InetSocketAddress NOWHERE =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 9);
  private static final Backend TWO =
      Backend.of("app", Server.of("a", NOWHERE), Server.of("b", NOWHERE));

  @Test
  void shouldCallABackendDownWhileNobodyTakesRequests() {
    Lineup one = Lineup.of(TWO, 10).withState(0, ServerState.DOWN, 20);
    assertThat(one.uptime()).isEqualTo(new Uptime(true, 10, 0, 0));
    assertThat(one.uptime(0)).isEqualTo(new Uptime(false, 20, 0, 1));
    Lineup none = one.withAdmin(1, ServerAdmin.DRAIN, 30);
    assertThat(none.uptime()).isEqualTo(new Uptime(false, 30, 0, 1));
    assertThat(none.uptime(1).up()).isTrue();
    assertThat(none.uptime().downNanos(35)).isEqualTo(5);
    Lineup back = none.withState(0, ServerState.UP, 50).withAdmin(1, ServerAdmin.READY, 60);
    assertThat(back.uptime()).isEqualTo(new Uptime(true, 50, 20, 1));
    assertThat(back.uptime().downNanos(70)).isEqualTo(20);
    assertThat(back.uptime(0)).isEqualTo(new Uptime(true, 50, 30, 1));
  }

  @Test
  void shouldCallABackendWithoutServersDownFromTheStart() {
    assertThat(Lineup.of(Backend.of("app"), 10).uptime()).isEqualTo(new Uptime(false, 10, 0, 0));
  }
}
