package io.mainstay.node.lab;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What one scenario came to.
 *
 * @param system what ran on both nodes
 * @param longestGapMillis the longest time between two successful answers
 * @param failures failed requests by reason
 * @param takeoverMillis from the fault to the first success after another host took the address; -1
 *     when none did
 * @param ownersAtEnd the hosts that held the address at the end, sorted
 * @param ownersSeenTogetherMillis how long more than one host held it
 * @param arp who answered ARP for the address after the fault, where that was watched
 * @param error why the scenario failed, in one line; empty when it went as it must
 */
record ScenarioResult(
    LabSystem system,
    Scenario scenario,
    long requests,
    long failed,
    Map<String, Long> failures,
    long longestGapMillis,
    long takeoverMillis,
    List<String> ownersAtEnd,
    long ownersSeenTogetherMillis,
    Optional<ArpAnswers> arp,
    Optional<String> error) {

  boolean passed() {
    return error.isEmpty() && ownersAtEnd.size() == 1;
  }
}
