package io.mainstay.proxy.netty;

import static org.assertj.core.api.Assertions.assertThat;

import io.mainstay.proxy.Server;
import io.mainstay.proxy.ServerState;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Servers come, go and change their limits while many event loops send them requests: whatever
 * happens in between, at the end every request was served and nothing is left counted.
 */
class ChangingServersTest {
  private static final int LOOPS = 3;
  private static final int EACH = 2_000;
  private static final int MOST_CHANGES = 20_000;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void shouldLeaveNothingCountedWhenServersCameAndWent(long seed) throws InterruptedException {
    CountDownLatch served = new CountDownLatch(LOOPS * EACH);
    Set<SharedServer> seen = ConcurrentHashMap.newKeySet();
    try (LoopsOfOneBackend loops = new LoopsOfOneBackend(LOOPS, 1)) {
      for (LoopContext loop : loops.contexts) {
        for (int i = 0; i < EACH; i++) {
          boolean fails = i % 3 == 0;
          loop.eventLoop.execute(() -> new Visit(loop.backends[0], fails, seen, served).begin());
        }
      }
      Changes changes = new Changes(loops.state, new Random(seed));
      for (int i = 0; i < MOST_CHANGES && served.getCount() > 0; i++) {
        changes.next();
        seen.addAll(loops.state.roster().servers());
      }
      assertThat(served.await(30, TimeUnit.SECONDS))
          .as("seed %s, left: %s", seed, served.getCount())
          .isTrue();
      assertThat(loops.state.queue.current()).as("seed %s", seed).isZero();
      for (SharedServer server : seen) {
        assertThat(server.slots.used()).as("seed %s: %s", seed, server.server.name()).isZero();
        assertThat(server.waiting()).as("seed %s: %s", seed, server.server.name()).isZero();
      }
      for (LoopContext loop : loops.contexts) {
        loop.eventLoop.submit(() -> {}).sync();
      }
      assertThat(loops.state.tidiedRoster().leaving()).as("seed %s", seed).isEmpty();
    }
  }

  /** Adds, removes and changes servers as it comes; the first one stays, so that there is one. */
  private static final class Changes {
    private final BackendState state;
    private final Random random;
    private final Map<String, Server> there = new LinkedHashMap<>();
    private int names;

    Changes(BackendState state, Random random) {
      this.state = state;
      this.random = random;
    }

    void next() {
      long nowNanos = System.nanoTime();
      if (there.size() < 2 || (there.size() < 6 && random.nextBoolean())) {
        Server server =
            Server.of("s" + names++, new InetSocketAddress(InetAddress.getLoopbackAddress(), 9))
                .withMaxConn(random.nextInt(3));
        there.put(server.name(), server);
        state.add(server, random.nextInt(4) == 0 ? ServerState.DOWN : ServerState.UP, nowNanos);
        return;
      }
      List<String> all = new ArrayList<>(there.keySet());
      String one = all.get(random.nextInt(all.size()));
      switch (random.nextInt(4)) {
        case 0 -> state.share(one, random.nextInt(3), random.nextInt(3), nowNanos);
        case 1 -> state.state(one, ServerState.UP, nowNanos);
        case 2 -> state.state(one, ServerState.NOLB, nowNanos);
        default -> {
          there.remove(one);
          state.remove(one, nowNanos);
        }
      }
    }
  }

  /**
   * Has a server, after a wait if need be, until the loop's next round; once more, and another, if
   * that one fails it.
   */
  private static final class Visit implements Ticket.Holder {
    private final BackendLoop backend;
    private final Set<SharedServer> seen;
    private final CountDownLatch served;
    private boolean fails;
    private List<SharedServer> avoided = List.of();

    Visit(BackendLoop backend, boolean fails, Set<SharedServer> seen, CountDownLatch served) {
      this.backend = backend;
      this.fails = fails;
      this.seen = seen;
      this.served = served;
    }

    void begin() {
      Roster roster = backend.state.roster();
      SharedServer server = roster.next(backend.lot());
      if (server == null) {
        assertThat(backend.queue(this, avoided)).isNotNull();
      } else {
        serve(server, roster.counts(server));
      }
    }

    private void serve(SharedServer server, boolean counted) {
      seen.add(server);
      assertThat(avoided).doesNotContain(server);
      backend.loop.eventLoop.execute(
          () -> {
            if (counted) {
              backend.state.release(server);
            }
            if (fails) {
              fails = false;
              avoided = List.of(server);
              assertThat(backend.queue(this, avoided)).isNotNull();
            } else {
              served.countDown();
            }
          });
    }

    @Override
    public void admitted(SharedServer server) {
      serve(server, true);
    }

    @Override
    public void refused() {
      // Only for want of another than the one that failed it.
      assertThat(avoided).isNotEmpty();
      served.countDown();
    }

    @Override
    public void waitedTooLong() {
      throw new AssertionError("too long");
    }
  }
}
