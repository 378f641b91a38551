package io.mainstay.benchmarks.underload;

/**
 * An advertisement as it crossed the wire.
 *
 * @param atNanos when, in nanoseconds since the epoch
 * @param sender the last byte of its source address
 * @param vrid the virtual router
 * @param priority 0 when its master resigned
 */
record Advert(long atNanos, int sender, int vrid, int priority) {}
