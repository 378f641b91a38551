package io.mainstay.node.peer;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One peer's link at one moment; immutable.
 *
 * @param peer as last heard of
 * @param state whether an authenticated session stands
 * @param since when it entered its state
 * @param deathDetectable whether the peer's listener was reached, so that a refusal there proves
 *     its death; otherwise advertisements alone tell
 * @param roundTrip the last measured; empty while down
 * @param lastError why the last session or attempt ended; empty when none did
 * @param warnings what an operator should mend now
 */
public record PeerSnapshot(
    Peer peer,
    State state,
    Instant since,
    boolean deathDetectable,
    Optional<Duration> roundTrip,
    Optional<String> lastError,
    List<String> warnings) {
  /** Whether the link to a peer works. */
  public enum State {
    DOWN,
    UP
  }

  public PeerSnapshot {
    warnings = List.copyOf(warnings);
  }
}
