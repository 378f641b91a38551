package io.mainstay.proxy.session;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BodyRateTest {
  private static final long SECOND = 1_000_000_000;
  private static final long PAUSE = 30 * SECOND;

  @Test
  void shouldGiveTenSecondsOrThePauseToBeginWith() {
    BodyRate rate = new BodyRate(1000, PAUSE);
    rate.begin(5);
    assertThat(rate.deadlineNanos()).isEqualTo(5 + 10 * SECOND);
    BodyRate shortPause = new BodyRate(1000, SECOND);
    shortPause.begin(5);
    assertThat(shortPause.deadlineNanos()).isEqualTo(5 + SECOND);
  }

  @Test
  void shouldGiveThePauseToWhoWaitsToBeToldToGoOn() {
    BodyRate rate = new BodyRate(1000, PAUSE);
    rate.beginExpected(5);
    assertThat(rate.deadlineNanos()).isEqualTo(5 + PAUSE);
  }

  @Test
  void shouldSellTimeForBytes() {
    BodyRate rate = new BodyRate(1000, PAUSE);
    rate.begin(0);
    rate.received(1);
    rate.progress(SECOND);
    assertThat(rate.deadlineNanos()).isEqualTo(10 * SECOND + 1_000_000);
    rate.received(500);
    rate.received(1499);
    rate.progress(SECOND);
    assertThat(rate.deadlineNanos()).isEqualTo(12 * SECOND);
    rate.progress(2 * SECOND);
    assertThat(rate.deadlineNanos()).as("for nothing").isEqualTo(12 * SECOND);
  }

  @Test
  void shouldSellNoMoreThanThePause() {
    BodyRate rate = new BodyRate(1000, PAUSE);
    rate.begin(0);
    rate.received(1 << 30);
    rate.progress(SECOND);
    assertThat(rate.deadlineNanos()).isEqualTo(31 * SECOND);
  }

  @Test
  void shouldOnlyMindThePauseWhenThereIsNoRate() {
    BodyRate rate = new BodyRate(0, PAUSE);
    rate.begin(0);
    rate.received(1);
    rate.progress(9 * SECOND);
    assertThat(rate.deadlineNanos()).isEqualTo(39 * SECOND);
  }

  @Test
  void shouldNotCountTheTimeInWhichNobodyReads() {
    BodyRate rate = new BodyRate(1000, PAUSE);
    rate.begin(0);
    rate.hold(4 * SECOND);
    rate.resume(104 * SECOND);
    assertThat(rate.deadlineNanos()).isEqualTo(110 * SECOND);
  }

  @Test
  void shouldCutOffWhoDripsWhenTheClockWrapsAround() {
    long now = Long.MAX_VALUE - 5 * SECOND;
    BodyRate rate = new BodyRate(1024, PAUSE);
    rate.begin(now);
    int drips = 0;
    for (; rate.deadlineNanos() - now > 0; drips++) {
      now += SECOND;
      rate.received(1);
      rate.progress(now);
    }
    assertThat(drips).isEqualTo(11);
  }
}
