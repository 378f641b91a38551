package io.mainstay.vrrp.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StallMeterTest {
  private static final long MS = 1_000_000L;

  private final StallMeter meter = new StallMeter();

  @Test
  void shouldCountOnlyWhatIsLaterThanWanted() {
    assertThat(meter.measure(5_000 * MS, 0)).isZero();
    assertThat(meter.measure(5_100 * MS, 5_100 * MS)).isZero();
    assertThat(meter.measure(5_150 * MS, 5_200 * MS)).isZero();
    assertThat(meter.measure(5_211 * MS, 5_200 * MS)).isEqualTo(11 * MS);
    assertThat(meter.measure(5_411 * MS, 5_100 * MS)).isEqualTo(200 * MS);
    assertThat(meter.measure(8_411 * MS, 5_511 * MS)).isEqualTo(2_900 * MS);

    assertThat(meter.snapshot()).isEqualTo(new Stalls(2_900 * MS, 3, 2, 1));
    assertThat(meter.longestGapNanos()).isEqualTo(3_000 * MS);
    assertThat(meter.recentLongestNanos()).isEqualTo(2_900 * MS);
  }

  @Test
  void shouldForgetWhatIsLongPastWhenItJudgesTheHost() {
    long minute = 60_000 * MS;
    meter.measure(0, 0);
    meter.measure(2_000 * MS, 0);
    meter.measure(6 * minute, 6 * minute - 50 * MS);
    assertThat(meter.recentLongestNanos()).isEqualTo(2_000 * MS);
    meter.measure(12 * minute, 12 * minute - 20 * MS);
    assertThat(meter.recentLongestNanos()).isEqualTo(50 * MS);
    meter.measure(40 * minute, 40 * minute - 30 * MS);
    assertThat(meter.recentLongestNanos()).isEqualTo(30 * MS);
    assertThat(meter.snapshot().longestNanos()).isEqualTo(2_000 * MS);
  }
}
