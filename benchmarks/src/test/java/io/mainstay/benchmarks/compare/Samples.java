package io.mainstay.benchmarks.compare;

/** Samples for tests, of which only some values matter. */
final class Samples {
  private Samples() {}

  static Sample of(double requestsPerSecond, double p99Micros, double cpuMicros) {
    return new Sample(
        requestsPerSecond,
        p99Micros / 2,
        p99Micros,
        p99Micros * 2,
        cpuMicros,
        1 << 20,
        3,
        Double.NaN,
        9,
        0.5);
  }
}
