package io.mainstay.node.peer;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LogRateTest {
  private final LogRate rate = new LogRate();

  @Test
  void shouldLetALineThroughOnceAMinute() {
    assertThat(rate.allows("wrong key", 5)).isTrue();
    assertThat(rate.allows("wrong key", 4 + LogRate.PAUSE_NANOS)).isFalse();
    assertThat(rate.allows("another", 6)).isTrue();
    assertThat(rate.allows("wrong key", 5 + LogRate.PAUSE_NANOS)).isTrue();
  }

  @Test
  void shouldKeepQuietWhenThereAreTooManyDifferentLines() {
    for (int line = 0; line < 64; line++) {
      assertThat(rate.allows("line " + line, 0)).isTrue();
    }
    assertThat(rate.allows("one more", 0)).isFalse();
    assertThat(rate.allows("one more", LogRate.PAUSE_NANOS)).isTrue();
  }
}
