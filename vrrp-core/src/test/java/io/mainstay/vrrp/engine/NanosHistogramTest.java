package io.mainstay.vrrp.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NanosHistogramTest {
  private static DurationQuantiles of(long... nanos) {
    NanosHistogram histogram = new NanosHistogram();
    Arrays.stream(nanos).forEach(histogram::record);
    return NanosHistogram.quantiles(histogram);
  }

  @Test
  void shouldSayNothingOfNothing() {
    assertThat(of()).isEqualTo(new DurationQuantiles(0, 0, 0, 0, 0));
  }

  @Test
  void shouldBeExactWhereValuesAreSmall() {
    assertThat(of(LongStream.rangeClosed(1, 50).toArray()))
        .isEqualTo(new DurationQuantiles(50, 25, 50, 50, 50));
  }

  @ParameterizedTest
  @ValueSource(
      longs = {0, 1, 31, 32, 33, 63, 64, 65, 1000, 65_535, 65_536, (1L << 40) - 1, 1L << 40})
  void shouldSayExactlyTheOnlyValue(long nanos) {
    assertThat(of(nanos)).isEqualTo(new DurationQuantiles(1, nanos, nanos, nanos, nanos));
  }

  @Test
  void shouldCountWhatIsLongerThanItsBucketsReach() {
    assertThat(of(5, Long.MAX_VALUE))
        .isEqualTo(new DurationQuantiles(2, 5, Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE));
  }

  @Test
  void shouldTakeLessThanNothingForNothing() {
    assertThat(of(-7)).isEqualTo(new DurationQuantiles(1, 0, 0, 0, 0));
  }

  @Test
  void shouldTellOfSeveralAsOfOne() {
    NanosHistogram early = new NanosHistogram();
    NanosHistogram late = new NanosHistogram();
    LongStream.rangeClosed(1, 25).forEach(late::record);
    LongStream.rangeClosed(26, 50).forEach(early::record);

    assertThat(NanosHistogram.quantiles(early, late))
        .isEqualTo(new DurationQuantiles(50, 25, 50, 50, 50));
    early.clear();
    assertThat(NanosHistogram.quantiles(early, late))
        .isEqualTo(new DurationQuantiles(25, 13, 25, 25, 25));
  }

  /** One in a thousand is above p99.9 only when it is more than one in a thousand. */
  @Test
  void shouldRankAsASortedListDoes() {
    long[] mostlyQuick = new long[1000];
    Arrays.fill(mostlyQuick, 10);
    mostlyQuick[999] = 60;
    assertThat(of(mostlyQuick)).isEqualTo(new DurationQuantiles(1000, 10, 10, 10, 60));
    mostlyQuick[998] = 50;
    assertThat(of(mostlyQuick)).isEqualTo(new DurationQuantiles(1000, 10, 10, 50, 60));
  }

  /** Every width of value, so that every row of buckets is met. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void shouldAgreeWithASortedListToAThirtySecond(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    long[] nanos = new long[20_011];
    NanosHistogram histogram = new NanosHistogram();
    for (int i = 0; i < nanos.length; i++) {
      nanos[i] = random.nextLong(1L << random.nextInt(1, NanosHistogram.LARGEST_BITS + 1));
      histogram.record(nanos[i]);
    }
    Arrays.sort(nanos);

    DurationQuantiles measured = NanosHistogram.quantiles(histogram);
    assertThat(measured.count()).isEqualTo(nanos.length);
    assertThat(measured.maxNanos()).isEqualTo(nanos[nanos.length - 1]);
    assertClose(measured.p50Nanos(), nanos, 500, seed);
    assertClose(measured.p99Nanos(), nanos, 990, seed);
    assertClose(measured.p999Nanos(), nanos, 999, seed);
  }

  private static void assertClose(long measured, long[] sorted, int perMille, long seed) {
    long exact = sorted[(sorted.length * perMille + 999) / 1000 - 1];
    assertThat(measured).as("p%s of seed %s", perMille, seed).isBetween(exact, exact + exact / 32);
  }
}
