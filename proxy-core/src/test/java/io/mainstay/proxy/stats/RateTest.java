package io.mainstay.proxy.stats;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RateTest {
  private static final long SECOND = 1_000_000_000;

  private final Rate rate = new Rate();

  @ParameterizedTest
  @ValueSource(longs = {0, 7 * SECOND, -3 * SECOND})
  void shouldCountTheLastWholeSecond(long start) {
    count(3, start);
    assertThat(rate.perSecond(start + SECOND - 1)).isZero();
    assertThat(rate.perSecond(start + SECOND)).isEqualTo(3);
    count(5, start + SECOND);
    assertThat(rate.perSecond(start + SECOND + 1)).isEqualTo(3);
    assertThat(rate.perSecond(start + 2 * SECOND)).isEqualTo(5);
    assertThat(rate.perSecond(start + 3 * SECOND)).isZero();
    assertThat(rate.most()).isEqualTo(5);
  }

  @Test
  void shouldForgetASecondThatIsNotTheLast() {
    count(4, 0);
    count(1, 2 * SECOND);
    assertThat(rate.perSecond(2 * SECOND)).isZero();
    assertThat(rate.most()).isEqualTo(4);
  }

  private void count(int times, long nowNanos) {
    for (int i = 0; i < times; i++) {
      rate.increment(nowNanos + i);
    }
  }
}
