package io.mainstay.proxy;

/**
 * A distribution of durations.
 *
 * @param count how many there were
 * @param meanMicros their mean
 * @param p50Micros median
 * @param p90Micros 90th percentile
 * @param p99Micros 99th percentile
 * @param p999Micros 99.9th percentile
 * @param maxMicros longest
 */
public record LatencySnapshot(
    long count,
    double meanMicros,
    long p50Micros,
    long p90Micros,
    long p99Micros,
    long p999Micros,
    long maxMicros) {}
