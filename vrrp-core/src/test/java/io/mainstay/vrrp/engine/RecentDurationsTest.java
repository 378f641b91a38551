package io.mainstay.vrrp.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RecentDurationsTest {
  private static final long SECOND = 1_000_000_000L;
  private static final DurationQuantiles NOTHING = new DurationQuantiles(0, 0, 0, 0, 0);

  private final RecentDurations recent = new RecentDurations();

  private void at(long second, long nanos) {
    recent.advance(second * SECOND);
    recent.record(nanos);
  }

  @Test
  void shouldTellOfTheLastMinuteAndForgetWhatWasBefore() {
    at(100, 7);
    at(109, 8);
    at(110, 9);

    recent.advance(169 * SECOND);
    assertThat(recent.quantiles()).isEqualTo(new DurationQuantiles(3, 8, 9, 9, 9));
    recent.advance(170 * SECOND);
    assertThat(recent.quantiles()).isEqualTo(new DurationQuantiles(1, 9, 9, 9, 9));
    recent.advance(180 * SECOND);
    assertThat(recent.quantiles()).isEqualTo(NOTHING);
  }

  @Test
  void shouldForgetAllAfterALongPause() {
    at(-5, 7);
    at(5, 7);
    recent.advance(100_000 * SECOND);

    assertThat(recent.quantiles()).isEqualTo(NOTHING);
    recent.record(3);
    assertThat(recent.quantiles()).isEqualTo(new DurationQuantiles(1, 3, 3, 3, 3));
  }
}
