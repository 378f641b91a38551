package io.mainstay.proxy.netty;

import static org.assertj.core.api.Assertions.assertThat;

import io.mainstay.proxy.Backend;
import io.mainstay.proxy.Backups;
import io.mainstay.proxy.Balance;
import io.mainstay.proxy.Server;
import io.mainstay.proxy.ServerAdmin;
import io.mainstay.proxy.ServerRole;
import io.mainstay.proxy.ServerState;
import io.mainstay.proxy.balance.RoundRobin;
import io.netty.channel.DefaultEventLoop;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BackendStateTest {
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  private final DefaultEventLoop owner = new DefaultEventLoop();
  private final Random random = new Random(1);

  @AfterEach
  void end() {
    owner.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
  }

  private static Server server(String name) {
    return Server.of(name, new InetSocketAddress(InetAddress.getLoopbackAddress(), 9));
  }

  private BackendState state(Balance balance, Server... servers) {
    return new BackendState(
        Backend.of("app").withServers(List.of(servers)).withBalance(balance), owner);
  }

  /** How many of a thousand requests the second server gets. */
  private int shareOfSecond(BackendState state) {
    int second = 0;
    for (int i = 0; i < 1_000; i++) {
      second += state.next(random.nextInt()) == 1 ? 1 : 0;
    }
    return second;
  }

  @Test
  void shouldGiveAServerThatComesBackMoreAndMore() {
    Server slow = server("b").withSlowStart(Duration.ofSeconds(60));
    BackendState state = state(Balance.ROUND_ROBIN, server("a"), slow);
    assertThat(shareOfSecond(state)).as("at the start").isEqualTo(500);
    state.state(1, ServerState.DOWN, 0);
    assertThat(shareOfSecond(state)).isZero();
    state.state(1, ServerState.UP, 100 * SECOND);
    assertThat(shareOfSecond(state)).as("at once").isLessThan(10);
    state.warmUp(120 * SECOND);
    assertThat(shareOfSecond(state)).as("a third").isBetween(248, 252);
    state.warmUp(160 * SECOND);
    assertThat(shareOfSecond(state)).as("all").isEqualTo(500);
  }

  @Test
  void shouldGrowTheLimitToo() {
    Server slow = server("a").withSlowStart(Duration.ofSeconds(10)).withMaxConn(10);
    BackendState state = state(Balance.ROUND_ROBIN, slow);
    state.admin(0, ServerAdmin.MAINT, 0);
    state.admin(0, ServerAdmin.READY, 0);
    assertThat(state.next(0)).isZero();
    assertThat(state.next(0)).isEqualTo(BackendState.FULL);
    state.warmUp(3 * SECOND);
    assertThat(state.next(0)).isZero();
    assertThat(state.next(0)).isZero();
    assertThat(state.next(0)).isEqualTo(BackendState.FULL);
    state.warmUp(10 * SECOND);
    for (int i = 3; i < 10; i++) {
      assertThat(state.next(0)).isZero();
    }
    assertThat(state.next(0)).isEqualTo(BackendState.FULL);
  }

  @Test
  void shouldNotStartSlowlyAfterADrain() {
    Server slow = server("b").withSlowStart(Duration.ofSeconds(10));
    BackendState state = state(Balance.ROUND_ROBIN, server("a"), slow);
    state.admin(1, ServerAdmin.DRAIN, 0);
    state.admin(1, ServerAdmin.READY, 0);
    assertThat(shareOfSecond(state)).isEqualTo(500);
  }

  @ParameterizedTest
  @CsvSource({"FIRST, 1, 1", "ALL, 1, 2"})
  void shouldLetBackupsStandIn(Backups backups, int first, int second) {
    BackendState state =
        new BackendState(
            Backend.of("app")
                .withServers(
                    List.of(
                        server("a"),
                        server("b").withRole(ServerRole.BACKUP),
                        server("c").withRole(ServerRole.BACKUP)))
                .withBackups(backups),
            owner);
    assertThat(state.next(0)).isZero();
    assertThat(state.next(0)).isZero();
    state.state(0, ServerState.DOWN, 0);
    assertThat(List.of(state.next(0), state.next(0))).containsExactlyInAnyOrder(first, second);
    state.state(1, ServerState.DOWN, 0);
    assertThat(state.next(0)).isEqualTo(2);
    state.state(2, ServerState.DOWN, 0);
    assertThat(state.next(0)).isEqualTo(RoundRobin.NONE);
    state.state(0, ServerState.UP, 0);
    assertThat(state.next(0)).isZero();
  }

  @Test
  void shouldHeedWhatTheConfigurationSaysOfAServer() {
    BackendState state =
        state(
            Balance.ROUND_ROBIN,
            server("a").withAdmin(ServerAdmin.DRAIN),
            server("b").withAdmin(ServerAdmin.MAINT),
            server("c").withWeight(0),
            server("d"));
    for (int i = 0; i < 5; i++) {
      assertThat(state.next(0)).isEqualTo(3);
    }
    state.admin(0, ServerAdmin.READY, 0);
    assertThat(List.of(state.next(0), state.next(0))).containsExactlyInAnyOrder(0, 3);
  }

  @Test
  void shouldLoseNoChangeWhenThreadsChangeServersAtTheSameTime() throws Exception {
    Server slow = server("d").withSlowStart(Duration.ofSeconds(1));
    BackendState state = state(Balance.ROUND_ROBIN, server("a"), server("b"), server("c"), slow);
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Callable<Void>> work = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        int server = i;
        work.add(
            () -> {
              for (int turn = 0; turn < 2_001; turn++) {
                boolean up = turn % 2 == 1;
                assertThat(state.state(server, up ? ServerState.UP : ServerState.DOWN, turn))
                    .isTrue();
                state.admin(server, up ? ServerAdmin.READY : ServerAdmin.DRAIN, turn);
              }
              return null;
            });
      }
      work.add(
          () -> {
            for (int turn = 0; turn < 2_000; turn++) {
              state.state(3, turn % 2 == 0 ? ServerState.DOWN : ServerState.UP, turn * SECOND);
              state.warmUp((turn + 2) * SECOND);
            }
            return null;
          });
      for (Future<Void> done : threads.invokeAll(work)) {
        done.get();
      }
    } finally {
      threads.shutdown();
    }
    for (int server = 0; server < 3; server++) {
      assertThat(state.lineup().state(server)).isEqualTo(ServerState.DOWN);
      assertThat(state.lineup().admin(server)).isEqualTo(ServerAdmin.DRAIN);
    }
    assertThat(state.lineup().weight(3)).as("warm").isEqualTo(1);
    assertThat(state.next(0)).isEqualTo(3);
  }
}
