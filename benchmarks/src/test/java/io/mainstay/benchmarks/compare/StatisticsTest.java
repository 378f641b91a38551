package io.mainstay.benchmarks.compare;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class StatisticsTest {
  @Test
  void shouldTakeTheMiddleWhenThereIsOne() {
    assertThat(Statistics.median(List.of(9.0, 1.0, 5.0))).isEqualTo(5);
  }

  @Test
  void shouldTakeTheMeanOfTwoWhenThereIsNoMiddle() {
    assertThat(Statistics.median(List.of(9.0, 1.0, 5.0, 7.0))).isEqualTo(6);
  }

  @Test
  void shouldHaveNoMedianOfNothing() {
    assertThat(Statistics.median(List.<Double>of())).isNaN();
  }

  @Test
  void shouldTakeTheMedianOfEachValueForItself() {
    Sample median =
        Statistics.median(
            List.of(Samples.of(10, 900, 3), Samples.of(30, 100, 1), Samples.of(20, 500, 2)));

    assertThat(median.requestsPerSecond()).isEqualTo(20);
    assertThat(median.p99Micros()).isEqualTo(500);
    assertThat(median.cpuMicrosPerRequest()).isEqualTo(2);
  }

  /** The machine is twice as slow in the second round, for both: the ratios do not move. */
  @Test
  void shouldDivideWithinARoundBeforeItTakesTheMedian() {
    List<Sample> ours =
        List.of(Samples.of(200, 10, 5), Samples.of(100, 20, 10), Samples.of(210, 10, 5));
    List<Sample> theirs =
        List.of(Samples.of(100, 40, 10), Samples.of(50, 80, 20), Samples.of(70, 40, 20));

    assertThat(Statistics.ratio(ours, theirs)).isEqualTo(new Ratio(0.5, 2, 0.25));
  }
}
