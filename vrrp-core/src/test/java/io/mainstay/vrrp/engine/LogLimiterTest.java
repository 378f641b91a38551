package io.mainstay.vrrp.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LogLimiterTest {
  private static final long SECOND = 1_000_000_000L;

  @Test
  void shouldLetABurstThroughAndThenOneLineEachTenSeconds() {
    LogLimiter limiter = new LogLimiter();
    int lines = 0;
    for (long second = 0; second < 100; second++) {
      for (int i = 0; i < 1000; i++) {
        if (limiter.acquire(second * SECOND) != LogLimiter.SUPPRESSED) {
          lines++;
        }
      }
    }

    assertThat(lines).isEqualTo(3 + 9);
  }

  @Test
  void shouldTellHowManyWereSuppressed() {
    LogLimiter limiter = new LogLimiter();
    for (int i = 0; i < 3; i++) {
      assertThat(limiter.acquire(0)).isZero();
    }
    assertThat(limiter.acquire(1)).isEqualTo(LogLimiter.SUPPRESSED);
    assertThat(limiter.acquire(2)).isEqualTo(LogLimiter.SUPPRESSED);

    assertThat(limiter.acquire(10 * SECOND)).isEqualTo(2);
  }
}
