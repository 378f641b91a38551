package io.mainstay.vrrp.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.mainstay.vrrp.VrrpVersion;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VrrpTimersTest {
  private static final long CENTISECOND = 10_000_000L;
  private static final long SECOND = 1_000_000_000L;

  @ParameterizedTest
  @CsvSource({
    "255, 100, 3906250, 3003906250",
    "254, 1, 78125, 30078125",
    "254, 10, 781250, 300781250",
    "254, 100, 7812500, 3007812500",
    "200, 100, 218750000, 3218750000",
    "100, 100, 609375000, 3609375000",
    "100, 10, 60937500, 360937500",
    "1, 100, 996093750, 3996093750",
    "254, 4095, 319921875, 123169921875",
    "1, 4095, 40790039062, 163640039062"
  })
  void shouldScaleTheSkewOfVersion3WithTheInterval(
      int priority, long centiseconds, long skewNanos, long downNanos) {
    long interval = centiseconds * CENTISECOND;

    assertThat(VrrpTimers.skewNanos(VrrpVersion.V3, priority, interval)).isEqualTo(skewNanos);
    assertThat(VrrpTimers.masterDownNanos(VrrpVersion.V3, priority, interval)).isEqualTo(downNanos);
  }

  @ParameterizedTest
  @CsvSource({
    "254, 1, 7812500, 3007812500",
    "200, 1, 218750000, 3218750000",
    "100, 1, 609375000, 3609375000",
    "100, 10, 609375000, 30609375000",
    "1, 255, 996093750, 765996093750"
  })
  void shouldKeepTheSkewOfVersion2BelowOneSecond(
      int priority, long seconds, long skewNanos, long downNanos) {
    long interval = seconds * SECOND;

    assertThat(VrrpTimers.skewNanos(VrrpVersion.V2, priority, interval)).isEqualTo(skewNanos);
    assertThat(VrrpTimers.masterDownNanos(VrrpVersion.V2, priority, interval)).isEqualTo(downNanos);
  }

  @Test
  void shouldLetTheHigherPriorityActFirstAtEveryInterval() {
    for (int centiseconds = 1; centiseconds <= 4095; centiseconds++) {
      long interval = centiseconds * CENTISECOND;
      for (int priority = 1; priority < 255; priority++) {
        assertThat(VrrpTimers.masterDownNanos(VrrpVersion.V3, priority + 1, interval))
            .as("priority %d, %d cs", priority, centiseconds)
            .isLessThan(VrrpTimers.masterDownNanos(VrrpVersion.V3, priority, interval));
      }
    }
  }
}
