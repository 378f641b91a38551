package io.mainstay.vrrp.engine;

/**
 * How durations were distributed over the last minute or so. The quantiles are at most a
 * thirty-second too large, never too small; all are 0 when nothing was measured.
 *
 * @param count how many were measured
 * @param p50Nanos what half of them did not exceed
 * @param p99Nanos what 99 of a hundred did not exceed
 * @param p999Nanos what 999 of a thousand did not exceed
 * @param maxNanos the longest, exactly
 */
public record DurationQuantiles(
    long count, long p50Nanos, long p99Nanos, long p999Nanos, long maxNanos) {}
