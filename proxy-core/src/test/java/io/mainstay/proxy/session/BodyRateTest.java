package io.mainstay.proxy.session;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BodyRateTest {
  private static final long SECOND = 1_000_000_000;
  private static final long PAUSE = 30 * SECOND;

  @Test
  void shouldGiveTenSecondsOrThePauseToBeginWith() {
    assertThat(BodyRate.firstDeadline(5, PAUSE)).isEqualTo(5 + 10 * SECOND);
    assertThat(BodyRate.firstDeadline(5, SECOND)).isEqualTo(5 + SECOND);
  }

  @Test
  void shouldSellTimeForBytes() {
    assertThat(BodyRate.nextDeadline(10 * SECOND, SECOND, 1, 1000, PAUSE))
        .isEqualTo(10 * SECOND + 1_000_000);
    assertThat(BodyRate.nextDeadline(10 * SECOND, SECOND, 2000, 1000, PAUSE))
        .isEqualTo(12 * SECOND);
  }

  @Test
  void shouldSellNoMoreThanThePause() {
    assertThat(BodyRate.nextDeadline(10 * SECOND, SECOND, 1 << 30, 1000, PAUSE))
        .isEqualTo(31 * SECOND);
  }

  @Test
  void shouldOnlyMindThePauseWhenThereIsNoRate() {
    assertThat(BodyRate.nextDeadline(10 * SECOND, 9 * SECOND, 1, 0, PAUSE)).isEqualTo(39 * SECOND);
  }

  @Test
  void shouldCutOffWhoDripsWhenTheClockWrapsAround() {
    long now = Long.MAX_VALUE - 5 * SECOND;
    long deadline = BodyRate.firstDeadline(now, PAUSE);
    int drips = 0;
    for (; deadline - now > 0; drips++) {
      now += SECOND;
      deadline = BodyRate.nextDeadline(deadline, now, 1, 1024, PAUSE);
    }
    assertThat(drips).isEqualTo(11);
  }
}
