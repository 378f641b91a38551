package io.mainstay.proxy.balance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SlowStartTest {
  private static final long MINUTE_NANOS = TimeUnit.MINUTES.toNanos(1);

  @Test
  void shouldGrowInAStraightLine() {
    assertThat(SlowStart.share(0, MINUTE_NANOS)).isEqualTo(1);
    assertThat(SlowStart.share(MINUTE_NANOS / 4, MINUTE_NANOS)).isEqualTo(250);
    assertThat(SlowStart.share(MINUTE_NANOS / 2, MINUTE_NANOS)).isEqualTo(500);
    assertThat(SlowStart.share(MINUTE_NANOS - 1, MINUTE_NANOS)).isBetween(999, 1000);
    assertThat(SlowStart.share(MINUTE_NANOS, MINUTE_NANOS)).isEqualTo(SlowStart.ALL);
    assertThat(SlowStart.share(0, 0)).isEqualTo(SlowStart.ALL);
  }

  @Test
  void shouldNeverShrinkNorLeaveItsBounds() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int run = 0; run < 1_000; run++) {
      long duration = 1 + (random.nextLong() >>> (1 + random.nextInt(40)));
      long elapsed = 0;
      int before = 0;
      for (int step = 0; step < 50 && elapsed >= 0; step++) {
        int share = SlowStart.share(elapsed, duration);
        assertThat(share).as("seed %s", seed).isBetween(Math.max(1, before), SlowStart.ALL);
        assertThat(elapsed >= duration && share < SlowStart.ALL).as("seed %s", seed).isFalse();
        int number = 1 + random.nextInt(1_000_000);
        assertThat(SlowStart.of(number, share)).as("seed %s", seed).isBetween(1, number);
        before = share;
        elapsed += Math.max(1, (long) (duration / 40.0 * random.nextDouble()));
      }
    }
  }
}
