package io.mainstay.node.lab;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What one scenario came to.
 *
 * @param longestGapMillis the longest time between two successful answers
 * @param failures failed requests by reason
 * @param ownersAtEnd the hosts that held the address at the end, sorted
 * @param ownersSeenTogetherMillis how long more than one host held it
 * @param error why the scenario failed, in one line; empty when it went as it must
 */
record ScenarioResult(
    Scenario scenario,
    long requests,
    long failed,
    Map<String, Long> failures,
    long longestGapMillis,
    List<String> ownersAtEnd,
    long ownersSeenTogetherMillis,
    Optional<String> error) {

  boolean passed() {
    return error.isEmpty() && ownersAtEnd.size() == 1;
  }
}
