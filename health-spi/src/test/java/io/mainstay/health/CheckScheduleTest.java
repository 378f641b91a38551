package io.mainstay.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CheckScheduleTest {

  @Test
  @DisplayName("HC08 a thousand targets start spread over their interval")
  void shouldSpreadAThousandFirstStartsOverTheInterval() {
    long interval = Duration.ofSeconds(2).toNanos();
    int buckets = 20;
    int[] starts = new int[buckets];
    for (int i = 0; i < 1000; i++) {
      long start = CheckSchedule.firstStart("app/web" + i, interval, 0);
      assertThat(start).isBetween(0L, interval - 1);
      starts[(int) (start * buckets / interval)]++;
    }
    // 50 on average in each 100 ms; a herd would put hundreds into one.
    assertThat(Arrays.stream(starts)).allMatch(count -> count > 20 && count < 90);
  }

  @Test
  void shouldGiveOneNameTheSameOffsetEveryTime() {
    long first = CheckSchedule.firstStart("app/web1", 1_000_000, 0);
    assertThat(CheckSchedule.firstStart("app/web1", 1_000_000, 77)).isEqualTo(first + 77);
  }

  @ParameterizedTest(name = "last {0} interval {1} now {2}")
  @CsvSource({
    "0,   10, 3,   10",
    "0,   10, 10,  10",
    "0,   10, 11,  20",
    "0,   10, 95,  100",
    "0,   10, -5,  10",
    "7,   10, 7,   17",
  })
  void shouldStartAtTheNextWholeInterval(long last, long interval, long now, long expected) {
    assertThat(CheckSchedule.nextStart(last, interval, now)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, Long.MAX_VALUE - 5, Long.MIN_VALUE})
  void shouldNotMindAClockThatWraps(long base) {
    assertThat(CheckSchedule.nextStart(base, 10, base + 25) - base).isEqualTo(30);
    assertThat(CheckSchedule.missed(base, 10, base + 10)).isTrue();
    assertThat(CheckSchedule.missed(base, 10, base + 9)).isFalse();
  }
}
