package io.mainstay.proxy.stats;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RecentMeanTest {
  private final RecentMean mean = new RecentMean();

  @Test
  void shouldBeExactUntilItsWindowIsFull() {
    for (int i = 1; i <= RecentMean.WINDOW; i++) {
      mean.record(i * 1000L);
      assertThat(mean.sum()).isEqualTo(500L * i * (i + 1));
      assertThat(mean.count()).isEqualTo(i);
    }
  }

  @Test
  void shouldForgetWhatWasLongAgo() {
    for (int i = 0; i < RecentMean.WINDOW; i++) {
      mean.record(1_000_000);
    }
    for (int i = 0; i < 20 * RecentMean.WINDOW; i++) {
      mean.record(5_000);
    }
    assertThat(mean.sum() / mean.count()).isBetween(5_000L, 5_010L);
  }
}
