package io.mainstay.proxy.netty;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ConnectionGateTest {
  private static final int MOST = 3;

  private final List<String> opened = new ArrayList<>();

  private ConnectionGate.Door door(String name) {
    return () -> opened.add(name);
  }

  @Test
  void shouldLetInWhoWaitsInTheOrderOfArrivalWheneverSomeoneLeaves() {
    ConnectionGate gate = new ConnectionGate(2);
    assertThat(gate.enter()).isTrue();
    assertThat(gate.enter()).isTrue();
    assertThat(gate.enter()).isFalse();
    gate.queue(door("a"));
    gate.queue(door("b"));
    gate.queue(door("a"));
    assertThat(opened).isEmpty();
    gate.leave();
    assertThat(opened).containsExactly("a");
    assertThat(gate.enter()).as("nobody slips in before those who wait").isFalse();
    gate.leave();
    gate.leave();
    assertThat(opened).containsExactly("a", "b", "a");
    gate.leave();
    assertThat(gate.enter()).isTrue();
  }

  @Test
  void shouldOpenAtOnceWhenRoomWasMadeMeanwhile() {
    ConnectionGate gate = new ConnectionGate(1);
    assertThat(gate.enter()).isTrue();
    gate.leave();
    gate.queue(door("late"));
    assertThat(opened).containsExactly("late");
    assertThat(gate.enter()).isFalse();
  }

  @Test
  void shouldNeitherLetInTooManyNorForgetAnybodyWhenThreadsContend() throws Exception {
    int threads = 4;
    int turns = 20_000;
    ConnectionGate gate = new ConnectionGate(MOST);
    AtomicInteger inside = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    CountDownLatch served = new CountDownLatch(threads * turns);
    ExecutorService loop = Executors.newSingleThreadExecutor();
    ExecutorService clients = Executors.newFixedThreadPool(threads);
    Runnable visit =
        () -> {
          most.accumulateAndGet(inside.incrementAndGet(), Math::max);
          inside.decrementAndGet();
          served.countDown();
          gate.leave();
        };
    try {
      List<Future<?>> all = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        all.add(
            clients.submit(
                () -> {
                  for (int turn = 0; turn < turns; turn++) {
                    if (gate.enter()) {
                      visit.run();
                    } else {
                      gate.queue(() -> loop.execute(visit));
                    }
                  }
                }));
      }
      for (Future<?> client : all) {
        client.get(60, TimeUnit.SECONDS);
      }
      assertThat(served.await(60, TimeUnit.SECONDS)).isTrue();
      assertThat(most.get()).isBetween(1, MOST);
      loop.submit(() -> {}).get(60, TimeUnit.SECONDS);
      for (int i = 0; i < MOST; i++) {
        assertThat(gate.enter()).isTrue();
      }
      assertThat(gate.enter()).isFalse();
    } finally {
      clients.shutdownNow();
      loop.shutdownNow();
    }
  }
}
