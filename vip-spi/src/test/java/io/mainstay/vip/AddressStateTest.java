package io.mainstay.vip;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AddressStateTest {

  /** What is wanted, known and under way; failures so far; then the next step at time 100. */
  @ParameterizedTest(name = "{0} {1} {2} failures {3} retry at {4}: {5}")
  @CsvSource(
      nullValues = "-",
      value = {
        "NONE,    UNKNOWN, -,       0, 0,   rest",
        "NONE,    HELD,    -,       0, 0,   rest",
        "OWN,     UNKNOWN, -,       0, 0,   ACQUIRE",
        "OWN,     ABSENT,  -,       0, 0,   ACQUIRE",
        "OWN,     HELD,    -,       0, 0,   rest",
        "OWN,     ABSENT,  ACQUIRE, 0, 0,   rest",
        "OWN,     HELD,    RELEASE, 0, 0,   rest",
        "OWN,     UNKNOWN, -,       2, 101, wait 101",
        "OWN,     UNKNOWN, -,       2, 100, ACQUIRE",
        "RELEASE, UNKNOWN, -,       0, 0,   RELEASE",
        "RELEASE, HELD,    -,       0, 0,   RELEASE",
        "RELEASE, ABSENT,  -,       0, 0,   rest",
        "RELEASE, HELD,    ACQUIRE, 0, 0,   rest",
        "RELEASE, UNKNOWN, -,       1, 150, wait 150",
      })
  void shouldKnowTheNextStep(
      VipIntent intent,
      VipPresence presence,
      @Nullable VipOperation underWay,
      int failures,
      long retryAt,
      String expected) {
    AddressState state = new AddressState(presence, underWay, failures, retryAt, null);
    assertThat(text(state.next(intent, 100))).isEqualTo(expected);
  }

  private static String text(AddressState.Step step) {
    if (step instanceof AddressState.Step.Start start) {
      return start.operation().toString();
    }
    return step instanceof AddressState.Step.WaitUntil wait ? "wait " + wait.nanos() : "rest";
  }
}
