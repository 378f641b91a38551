package io.mainstay.benchmarks.compare;

import java.util.Collection;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/** Medians of rounds. */
final class Statistics {
  private Statistics() {}

  /** The middle value, or the mean of the two in the middle; NaN of nothing. */
  static double median(Collection<Double> values) {
    double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    if (sorted.length == 0) {
      return Double.NaN;
    }
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  /** Each value is the median of its own, so they need not come from one round. */
  static Sample median(List<Sample> rounds) {
    return new Sample(
        median(rounds, Sample::requestsPerSecond),
        median(rounds, Sample::p50Micros),
        median(rounds, Sample::p99Micros),
        median(rounds, Sample::p999Micros),
        median(rounds, Sample::cpuMicrosPerRequest),
        median(rounds, Sample::residentBytes),
        median(rounds, Sample::errors),
        median(rounds, Sample::bytesPerIdleConnection),
        median(rounds, Sample::generatorCpuMicrosPerRequest),
        median(rounds, Sample::generatorBusy));
  }

  /**
   * The median of the ratios within each round: a machine that is slower in one round than in
   * another is so for both.
   */
  static Ratio ratio(List<Sample> ours, List<Sample> theirs) {
    return new Ratio(
        ratio(ours, theirs, Sample::cpuMicrosPerRequest),
        ratio(ours, theirs, Sample::requestsPerSecond),
        ratio(ours, theirs, Sample::p99Micros));
  }

  private static double median(List<Sample> rounds, ToDoubleFunction<Sample> value) {
    return median(rounds.stream().map(value::applyAsDouble).toList());
  }

  private static double ratio(
      List<Sample> ours, List<Sample> theirs, ToDoubleFunction<Sample> value) {
    return median(
        IntStream.range(0, Math.min(ours.size(), theirs.size()))
            .mapToObj(
                round ->
                    value.applyAsDouble(ours.get(round)) / value.applyAsDouble(theirs.get(round)))
            .toList());
  }
}
