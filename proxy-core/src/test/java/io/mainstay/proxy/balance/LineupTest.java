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

  private static Server other(String name) {
    return Server.of(name, new InetSocketAddress(InetAddress.getLoopbackAddress(), 10));
  }

  @Test
  void shouldGiveANewServerTheSeatThatSomebodyLeft() {
    Lineup two = lineup.withServer(1, other("b"), ServerState.UP, 1);
    assertThat(two.size()).isEqualTo(2);
    assertThat(two.takes(1)).isTrue();
    assertThat(two.round().length()).isEqualTo(2);
    Lineup one = two.without(0, 2);
    assertThat(one.size()).isEqualTo(2);
    assertThat(one.takes(0)).isFalse();
    assertThat(one.keeps(0)).isFalse();
    assertThat(one.limited()).isFalse();
    assertThat(one.round().length()).isEqualTo(1);
    Lineup again = one.withServer(0, other("c").withMaxConn(3), ServerState.DOWN, 3);
    assertThat(again.takes(0)).isFalse();
    assertThat(again.limit(0)).isEqualTo(3);
    assertThat(again.limited()).isTrue();
    assertThat(again.withState(0, ServerState.UP, 4).takes(0)).isTrue();
  }

  @Test
  void shouldStartSlowlyWhoComesWhileOthersRun() {
    Server slow = other("b").withMaxConn(8).withSlowStart(Duration.ofSeconds(4));
    Lineup come = lineup.withServer(1, slow, ServerState.UP, SECOND);
    assertThat(come.limit(1)).isEqualTo(1);
    assertThat(come.warmer(5 * SECOND).limit(1)).isEqualTo(8);
  }

  @Test
  void shouldShareAsToldAndNotAsConfigured() {
    Lineup told = lineup.withServer(1, other("b"), ServerState.UP, 1).withShare(0, 5, 2, 1);
    assertThat(told.weight(0)).isEqualTo(5);
    assertThat(told.limit(0)).isEqualTo(2);
    assertThat(told.withShare(0, 5, 2, 2)).isSameAs(told);
    Lineup nothing = told.withShare(0, 0, 2, 2);
    assertThat(nothing.takes(0)).isFalse();
    assertThat(nothing.keeps(0)).isTrue();
    assertThat(nothing.withShare(0, 1, 0, 2).takes(0)).isTrue();
  }

  @Test
  void shouldStartSlowlyTowardsWhatItWasTold() {
    Lineup back = lineup.withState(0, ServerState.DOWN, 1).withState(0, ServerState.UP, SECOND);
    Lineup told = back.withShare(0, 1, 4, 3 * SECOND);
    assertThat(told.limit(0)).isEqualTo(2);
    assertThat(told.warmer(5 * SECOND).limit(0)).isEqualTo(4);
  }
}
