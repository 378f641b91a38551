package io.mainstay.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.mainstay.node.HealthToPriority.Standing;
import io.mainstay.node.config.WhenUnhealthy;
import io.mainstay.node.track.TrackerEffect;
import io.mainstay.node.track.TrackerState;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HealthToPriorityTest {

  private static final TrackerEffect FAULT = new TrackerEffect.Fault();
  private static final Map<String, Integer> SERVING = Map.of("app", 1);
  private static final Map<String, Integer> EMPTY = Map.of("app", 0);

  private static TrackerState ok(String name, TrackerEffect effect) {
    return new TrackerState(name, effect, true, "fine");
  }

  private static TrackerState failed(String name, TrackerEffect effect) {
    return new TrackerState(name, effect, false, "broken");
  }

  private static TrackerEffect weight(int points) {
    return new TrackerEffect.Weight(points);
  }

  private static Standing candidate(int priority, String... reasons) {
    return new Standing.Candidate(priority, List.of(reasons));
  }

  private static Standing fault(String... reasons) {
    return new Standing.Fault(List.of(reasons));
  }

  @Test
  void shouldKeepThePriorityWhileEveryBackendHasAUsableServer() {
    Standing standing =
        HealthToPriority.judge(101, WhenUnhealthy.LOWER, Map.of("app", 1, "api", 2), List.of());

    assertThat(standing).isEqualTo(candidate(101));
    assertThat(standing.reason()).isEqualTo("healthy");
  }

  @Test
  void shouldLowerThePriorityWhenABackendHasNone() {
    assertThat(HealthToPriority.judge(101, WhenUnhealthy.LOWER, EMPTY, List.of()))
        .isEqualTo(candidate(10, "backend app has no usable server"));
  }

  @Test
  void shouldStepAsideWhenTheOwnerOfTheAddressesCannotServe() {
    assertThat(HealthToPriority.judge(255, WhenUnhealthy.LOWER, EMPTY, List.of()))
        .isEqualTo(fault("backend app has no usable server"));
  }

  @Test
  void shouldGoToFaultWhenToldSo() {
    assertThat(HealthToPriority.judge(101, WhenUnhealthy.FAULT, EMPTY, List.of()))
        .isEqualTo(fault("backend app has no usable server"));
  }

  @Test
  void shouldSayThatBadHealthIsIgnored() {
    assertThat(HealthToPriority.judge(101, WhenUnhealthy.IGNORE, EMPTY, List.of()))
        .isEqualTo(candidate(101, "backend app has no usable server (ignored)"));
  }

  @Test
  void shouldKeepThePriorityWhenNothingIsTracked() {
    assertThat(HealthToPriority.judge(7, WhenUnhealthy.FAULT, Map.of(), List.of()))
        .isEqualTo(candidate(7));
  }

  /** A negative weight is added while failing, a positive one while ok, as keepalived does. */
  @ParameterizedTest
  @CsvSource({
    "100, -20, false, 80, tracker t failed: broken (-20)",
    "100, -20, true, 100,",
    "100, 20, true, 120, tracker t is ok: fine (+20)",
    "100, 20, false, 100, tracker t failed: broken (+20 lost)",
    "100, -253, false, 1, tracker t failed: broken (-253)",
    "254, 253, true, 254, tracker t is ok: fine (+253)",
    "1, -1, false, 1, tracker t failed: broken (-1)",
    "254, -1, false, 253, tracker t failed: broken (-1)",
    "100, 0, false, 100, tracker t failed: broken (+0)",
    "255, -20, false, 255,",
  })
  void shouldMoveThePriorityByAWeight(
      int configured, int points, boolean ok, int effective, String reason) {
    TrackerState tracker = new TrackerState("t", weight(points), ok, ok ? "fine" : "broken");

    assertThat(HealthToPriority.judge(configured, WhenUnhealthy.LOWER, SERVING, List.of(tracker)))
        .isEqualTo(reason == null ? candidate(effective) : candidate(effective, reason));
  }

  @Test
  void shouldAddWeightsBeforeThePriorityIsCut() {
    List<TrackerState> trackers =
        List.of(ok("a", weight(200)), failed("b", weight(-190)), ok("c", weight(-5)));

    assertThat(HealthToPriority.judge(100, WhenUnhealthy.LOWER, SERVING, trackers))
        .isEqualTo(
            candidate(110, "tracker a is ok: fine (+200)", "tracker b failed: broken (-190)"));
  }

  @Test
  void shouldNameEveryFaultAndNoWeightWhenATrackerWithoutWeightFails() {
    List<TrackerState> trackers =
        List.of(failed("a", weight(-5)), failed("b", FAULT), ok("c", FAULT), failed("d", FAULT));

    assertThat(HealthToPriority.judge(100, WhenUnhealthy.FAULT, EMPTY, trackers))
        .isEqualTo(
            fault(
                "tracker b failed: broken",
                "tracker d failed: broken",
                "backend app has no usable server"));
  }

  @Test
  void shouldTakeTheTenthOfWhatTheWeightsLeaveSoThatNoneLiftsANodeThatCannotServe() {
    assertThat(
            HealthToPriority.judge(100, WhenUnhealthy.LOWER, EMPTY, List.of(ok("a", weight(150)))))
        .isEqualTo(
            candidate(25, "tracker a is ok: fine (+150)", "backend app has no usable server"));
  }

  @Test
  void shouldPutAllReasonsIntoOneLine() {
    assertThat(
            HealthToPriority.judge(
                    100, WhenUnhealthy.LOWER, EMPTY, List.of(failed("a", weight(-50))))
                .reason())
        .isEqualTo("tracker a failed: broken (-50), backend app has no usable server");
  }

  @ParameterizedTest
  @CsvSource({"1,1", "9,1", "10,1", "26,2", "254,25"})
  void shouldLowerToATenthAndNeverToTheResigningPriority(int configured, int lowered) {
    assertThat(HealthToPriority.lowered(configured)).isEqualTo(lowered);
  }
}
