package io.mainstay.proxy.balance;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LoadTest {
  @ParameterizedTest
  @CsvSource({
    "0, 1, 0, 1, false",
    "1, 1, 0, 1, true",
    "0, 1, 1, 1, false",
    "3, 2, 1, 1, false",
    "4, 2, 1, 1, true",
    "0, 1, 5, 10, true",
    "0, 1, 9, 10, false",
    "1000000000000, 256, 999999999999, 256, true"
  })
  void shouldPreferWhoIsLessBusyForItsWeight(
      long runningA, int weightA, long runningB, int weightB, boolean second) {
    assertThat(Load.lessAtSecond(runningA, weightA, runningB, weightB)).isEqualTo(second);
  }
}
