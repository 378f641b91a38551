package io.mainstay.benchmarks.compare;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

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

  /** Whom the others are held against: Mainstay, else the first form of it; null without any. */
  @Nullable Peer ours() {
    return rounds.containsKey(Peer.MAINSTAY)
        ? Peer.MAINSTAY
        : rounds.keySet().stream().filter(Peer::ours).findFirst().orElse(null);
  }

  /** {@link #ours} against each other peer; empty when Mainstay did not take part. */
  Map<Peer, Ratio> ratios() {
    Map<Peer, Ratio> ratios = new LinkedHashMap<>();
    Peer ours = ours();
    List<Sample> samples = ours == null ? null : rounds.get(ours);
    if (samples != null) {
      rounds.forEach(
          (peer, theirs) -> {
            if (peer != ours) {
              ratios.put(peer, Statistics.ratio(samples, theirs));
            }
          });
    }
    return ratios;
  }
}
