package io.mainstay.benchmarks.compare.load;

import org.HdrHistogram.Histogram;

/**
 * What the clients saw since the last reset.
 *
 * @param answers right answers
 * @param errors wrong answers, and connections that ended too early or could not be opened
 * @param firstError what the first of them was; empty when there was none
 * @param latencyNanos of the right answers
 */
public record Tally(long answers, long errors, String firstError, Histogram latencyNanos) {}
