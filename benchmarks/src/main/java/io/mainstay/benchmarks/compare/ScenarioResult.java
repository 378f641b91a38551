package io.mainstay.benchmarks.compare;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * All that was measured in one scenario.
 *
 * @param scenario which one
 * @param rounds of each peer, in the order of the peers
 */
record ScenarioResult(Scenario scenario, Map<Peer, List<Sample>> rounds) {
  Map<Peer, Sample> medians() {
    Map<Peer, Sample> medians = new LinkedHashMap<>();
    rounds.forEach((peer, samples) -> medians.put(peer, Statistics.median(samples)));
    return medians;
  }

  /** Mainstay against each other peer; empty when Mainstay did not take part. */
  Map<Peer, Ratio> ratios() {
    Map<Peer, Ratio> ratios = new LinkedHashMap<>();
    List<Sample> ours = rounds.get(Peer.MAINSTAY);
    if (ours != null) {
      rounds.forEach(
          (peer, theirs) -> {
            if (peer != Peer.MAINSTAY) {
              ratios.put(peer, Statistics.ratio(ours, theirs));
            }
          });
    }
    return ratios;
  }
}
