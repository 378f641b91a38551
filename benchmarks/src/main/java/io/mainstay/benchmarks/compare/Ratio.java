package io.mainstay.benchmarks.compare;

/**
 * Mainstay divided by a peer.
 *
 * @param cpu CPU time per request; below 1 Mainstay is cheaper
 * @param requestsPerSecond above 1 Mainstay answers more
 * @param p99 latency; below 1 Mainstay is quicker
 */
record Ratio(double cpu, double requestsPerSecond, double p99) {}
