package io.mainstay.benchmarks.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FlatnessTest {
  private static List<Reading> readings(int growth) {
    return IntStream.range(0, 9)
        .mapToObj(i -> new Reading(20_000_000 + i % 2, 30_000_000, 10_000_000, 20, 60 + i * growth))
        .toList();
  }

  @Test
  void shouldCallWhatStaysFlat() {
    assertThat(Flatness.complaints(readings(0))).isEmpty();
  }

  @Test
  void shouldNameWhatGrows() {
    assertThat(Flatness.complaints(readings(1)))
        .containsExactly("descriptors grew from 61 to 67 at rest");
  }
}
