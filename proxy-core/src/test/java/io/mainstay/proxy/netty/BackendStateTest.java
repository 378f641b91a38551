package io.mainstay.proxy.netty;

import static org.assertj.core.api.Assertions.assertThat;

import io.mainstay.proxy.Backend;
import io.mainstay.proxy.Backups;
import io.mainstay.proxy.Balance;
import io.mainstay.proxy.Server;
import io.mainstay.proxy.ServerAdmin;
import io.mainstay.proxy.ServerRole;
import io.mainstay.proxy.ServerState;
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

  /** What {@link #next} gives when there is nobody. */
  private static final int NONE = -1;

  /** The same when a request has to wait. */
  private static final int FULL = -2;

  /** The seat of whoever gets the next request. */
  private static int next(BackendState state, int lot) {
    Roster roster = state.roster();
    SharedServer server = roster.next(lot);
    return server != null ? server.seat : roster.anyTakes() ? FULL : NONE;
  }

  /** How many of a thousand requests the second server gets. */
  private int shareOfSecond(BackendState state) {
    int second = 0;
    for (int i = 0; i < 1_000; i++) {
      second += next(state, random.nextInt()) == 1 ? 1 : 0;
    }
    return second;
  }

  @Test
  void shouldGiveAServerThatComesBackMoreAndMore() {
    Server slow = server("b").withSlowStart(Duration.ofSeconds(60));
    BackendState state = state(Balance.ROUND_ROBIN, server("a"), slow);
    assertThat(shareOfSecond(state)).as("at the start").isEqualTo(500);
    state.state("b", ServerState.DOWN, 0);
    assertThat(shareOfSecond(state)).isZero();
    state.state("b", ServerState.UP, 100 * SECOND);
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
    state.admin("a", ServerAdmin.MAINT, 0);
    state.admin("a", ServerAdmin.READY, 0);
    assertThat(next(state, 0)).isZero();
    assertThat(next(state, 0)).isEqualTo(FULL);
    state.warmUp(3 * SECOND);
    assertThat(next(state, 0)).isZero();
    assertThat(next(state, 0)).isZero();
    assertThat(next(state, 0)).isEqualTo(FULL);
    state.warmUp(10 * SECOND);
    for (int i = 3; i < 10; i++) {
      assertThat(next(state, 0)).isZero();
    }
    assertThat(next(state, 0)).isEqualTo(FULL);
  }

  @Test
  void shouldNotStartSlowlyAfterADrain() {
    Server slow = server("b").withSlowStart(Duration.ofSeconds(10));
    BackendState state = state(Balance.ROUND_ROBIN, server("a"), slow);
    state.admin("b", ServerAdmin.DRAIN, 0);
    state.admin("b", ServerAdmin.READY, 0);
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
    assertThat(next(state, 0)).isZero();
    assertThat(next(state, 0)).isZero();
    state.state("a", ServerState.DOWN, 0);
    assertThat(List.of(next(state, 0), next(state, 0))).containsExactlyInAnyOrder(first, second);
    state.state("b", ServerState.DOWN, 0);
    assertThat(next(state, 0)).isEqualTo(2);
    state.state("c", ServerState.DOWN, 0);
    assertThat(next(state, 0)).isEqualTo(NONE);
    state.state("a", ServerState.UP, 0);
    assertThat(next(state, 0)).isZero();
  }

  @Test
  void shouldNeverLoseSightOfAServerThatIsRemovedWhileItHasSomething() throws Exception {
    ExecutorService remover = Executors.newSingleThreadExecutor();
    try {
      for (int round = 0; round < 2_000; round++) {
        BackendState state = state(Balance.ROUND_ROBIN, server("a"), server("b"));
        SharedServer busy = state.roster().servers().get(1);
        busy.slots.acquireAnyway();
        Future<?> removal = remover.submit(() -> state.remove("b", 0));
        Roster roster = state.tidiedRoster();
        while (roster.has(busy)) {
          roster = state.tidiedRoster();
        }
        assertThat(roster.leaving()).extracting(Roster.Departure::server).containsExactly(busy);
        removal.get(1, TimeUnit.MINUTES);
        busy.slots.release();
        assertThat(state.tidiedRoster().leaving()).isEmpty();
      }
    } finally {
      remover.shutdownNow();
    }
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
      assertThat(next(state, 0)).isEqualTo(3);
    }
    state.admin("a", ServerAdmin.READY, 0);
    assertThat(List.of(next(state, 0), next(state, 0))).containsExactlyInAnyOrder(0, 3);
  }

  @Test
  void shouldLoseNoChangeWhenThreadsChangeServersAtTheSameTime() throws Exception {
    Server slow = server("d").withSlowStart(Duration.ofSeconds(1));
    BackendState state = state(Balance.ROUND_ROBIN, server("a"), server("b"), server("c"), slow);
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Callable<Void>> work = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        String server = List.of("a", "b", "c").get(i);
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
              state.state("d", turn % 2 == 0 ? ServerState.DOWN : ServerState.UP, turn * SECOND);
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
    assertThat(next(state, 0)).isEqualTo(3);
  }
}
