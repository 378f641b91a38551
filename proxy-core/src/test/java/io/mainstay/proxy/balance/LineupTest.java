package io.mainstay.proxy.balance;

import static org.assertj.core.api.Assertions.assertThat;

import io.mainstay.proxy.Backend;
import io.mainstay.proxy.Server;
import io.mainstay.proxy.ServerAdmin;
import io.mainstay.proxy.ServerState;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LineupTest {
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
  private static final Server SERVER =
      Server.of("a", new InetSocketAddress(InetAddress.getLoopbackAddress(), 9)).withMaxConn(8);

  private final Lineup lineup =
      Lineup.of(Backend.of("app", SERVER.withSlowStart(Duration.ofSeconds(4))), 0);

  @Test
  void shouldBeTheSameWhenNothingIsNew() {
    assertThat(lineup.withState(0, ServerState.UP, 1)).isSameAs(lineup);
    assertThat(lineup.withAdmin(0, ServerAdmin.READY, 1)).isSameAs(lineup);
    assertThat(lineup.warmer(1)).isSameAs(lineup);
  }

  @Test
  void shouldLeaveWhoeverHasOneWithWhatTheyHave() {
    Lineup down = lineup.withState(0, ServerState.DOWN, 1);
    assertThat(down.takes(0)).isFalse();
    assertThat(down.keeps(0)).isFalse();
    assertThat(down.round().length()).isZero();
    assertThat(lineup.takes(0)).isTrue();
    assertThat(lineup.keeps(0)).isTrue();
    assertThat(lineup.round().length()).isEqualTo(1);
  }

  @Test
  void shouldGrowTheLimitOfWhoComesBackUntilItIsWhole() {
    Lineup back = lineup.withState(0, ServerState.DOWN, 1).withState(0, ServerState.UP, SECOND);
    assertThat(back.limit(0)).isEqualTo(1);
    assertThat(back.warmer(3 * SECOND).limit(0)).isEqualTo(4);
    assertThat(back.limit(0)).isEqualTo(1);
    Lineup warm = back.warmer(5 * SECOND);
    assertThat(warm.limit(0)).isEqualTo(8);
    assertThat(warm.weight(0)).isEqualTo(1);
    assertThat(warm.warmer(6 * SECOND)).isSameAs(warm);
  }

  @Test
  void shouldKeepConnectionsToWhoIsDrainedButNotToWhoIsInMaintenance() {
    Lineup drained = lineup.withAdmin(0, ServerAdmin.DRAIN, 1);
    assertThat(drained.takes(0)).isFalse();
    assertThat(drained.keeps(0)).isTrue();
    assertThat(drained.withAdmin(0, ServerAdmin.MAINT, 1).keeps(0)).isFalse();
  }
}
