package io.mainstay.benchmarks.underload;

import java.util.Map;

/**
 * What one contender did under load.
 *
 * @param wire what the wire says
 * @param transitions how many backups became master
 * @param load what the clients got
 * @param coreUsed the share of the measured core that the contender used
 * @param loadAverage of the whole machine, as the load began and as it ended
 * @param own what it measured of itself
 */
record Measurement(
    String contender,
    WireReport wire,
    long transitions,
    Load load,
    double coreUsed,
    String loadAverage,
    Map<String, String> own) {

  /**
   * What the clients got.
   *
   * @param p99 as wrk writes it
   * @param failed answers that were none, or not of the kind 2xx and 3xx
   */
  record Load(double requestsPerSecond, String p99, long failed) {}
}
