package io.mainstay.vip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetryDelayTest {

  private final RetryDelay delay = new RetryDelay(VipPolicy.DEFAULT, new SplittableRandom(7));

  @ParameterizedTest(name = "failure {0}: {1} to {2} ms")
  @CsvSource({
    "1, 50, 100",
    "2, 100, 200",
    "3, 200, 400",
    "5, 800, 1600",
    "6, 1000, 2000",
    "40, 1000, 2000",
    "2147483647, 1000, 2000",
  })
  void shouldDoubleUpToTheLongestWithJitter(int failures, long leastMillis, long mostMillis) {
    for (int i = 0; i < 1000; i++) {
      assertThat(delay.afterFailureNanos(failures, Duration.ZERO) / 1_000_000.0)
          .isBetween((double) leastMillis, (double) mostMillis);
    }
  }

  @Test
  void shouldBeRepeatableFromTheSeed() {
    RetryDelay same = new RetryDelay(VipPolicy.DEFAULT, new SplittableRandom(7));
    for (int i = 1; i < 100; i++) {
      assertThat(same.afterFailureNanos(i, Duration.ZERO))
          .isEqualTo(delay.afterFailureNanos(i, Duration.ZERO));
    }
  }

  @Test
  void shouldBoundWhatAMoverAsksFor() {
    assertThat(delay.afterFailureNanos(1, Duration.ofDays(1)))
        .isEqualTo(Duration.ofMinutes(10).toNanos());
    assertThat(delay.afterFailureNanos(1, Duration.ofSeconds(-5)))
        .isLessThanOrEqualTo(Duration.ofMillis(100).toNanos());
  }

  @Test
  void shouldRefuseAPolicyThatCannotBeMeant() {
    assertThatThrownBy(
            () ->
                new VipPolicy(
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(3),
                    Duration.ofSeconds(2),
                    Duration.ofSeconds(30)))
        .hasMessage("firstRetry must not be longer than longestRetry");
    assertThatThrownBy(
            () ->
                new VipPolicy(
                    Duration.ZERO,
                    Duration.ofSeconds(1),
                    Duration.ofSeconds(2),
                    Duration.ofSeconds(30)))
        .hasMessage("failAfter must be 1 ms to 10 min, not PT0S");
  }
}
