package io.mainstay.proxy.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class SharedCountTest {
  private final SharedCount count = new SharedCount();

  @Test
  void shouldRememberTheMostThatItWas() {
    assertThat(count.incrementUpTo(2)).isTrue();
    count.decrement();
    assertThat(count.most()).isEqualTo(1);
    assertThat(count.incrementUpTo(2)).isTrue();
    assertThat(count.incrementUpTo(2)).isTrue();
    assertThat(count.incrementUpTo(2)).isFalse();
    count.decrement();
    assertThat(count.get()).isEqualTo(1);
    assertThat(count.most()).isEqualTo(2);
    count.add(4);
    count.add(-5);
    assertThat(count.get()).isZero();
    assertThat(count.most()).isEqualTo(5);
  }

  @Test
  void shouldRefuseEverybodyWhenTheLimitHasShrunk() {
    count.add(3);
    assertThat(count.incrementUpTo(1)).isFalse();
    count.add(-3);
    assertThat(count.incrementUpTo(1)).isTrue();
  }

  @Test
  void shouldLoseNothingWhenThreadsContend() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      Callable<Integer> work =
          () -> {
            int most = 0;
            for (int i = 0; i < 50_000; i++) {
              if (count.incrementUpTo(3)) {
                most = Math.max(most, count.get());
                count.decrement();
              }
            }
            return most;
          };
      int most = 0;
      for (Future<Integer> seen : threads.invokeAll(List.of(work, work, work, work))) {
        most = Math.max(most, seen.get());
      }
      assertThat(count.get()).isZero();
      assertThat(count.most()).isBetween(most, 3);
    } finally {
      threads.shutdown();
    }
  }
}
