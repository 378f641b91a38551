package io.mainstay.node.exec;

import io.mainstay.vip.MoverSettings;
import java.time.Duration;
import java.util.Map;
import java.util.Set;

/**
 * What the mover {@code exec} runs; each command is a line for {@code sh}.
 *
 * @param up brings an address here
 * @param down takes it away
 * @param inspect says who holds it, by its exit code
 * @param timeLimit for one operation, with all the commands it takes
 */
record ExecSettings(String up, String down, String inspect, Duration timeLimit) {
  /** All settings there are. */
  static final Set<String> NAMES = Set.of("up", "down", "inspect", "time-limit");

  private static final Duration SHORTEST = Duration.ofMillis(100);
  private static final Duration LONGEST = Duration.ofMinutes(1);
  private static final Duration DEFAULT = Duration.ofSeconds(5);

  /**
   * Reads the settings.
   *
   * @throws IllegalArgumentException when one is missing, unknown or wrong
   */
  static ExecSettings parse(Map<String, String> written) {
    MoverSettings settings = new MoverSettings("exec", written);
    ExecSettings parsed =
        new ExecSettings(
            settings.requiredText("up"),
            settings.requiredText("down"),
            settings.requiredText("inspect"),
            settings.duration("time-limit", DEFAULT, SHORTEST, LONGEST));
    settings.refuseOthers();
    return parsed;
  }
}
