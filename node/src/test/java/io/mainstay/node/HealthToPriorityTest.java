package io.mainstay.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.mainstay.node.HealthToPriority.Standing;
import io.mainstay.node.config.WhenUnhealthy;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HealthToPriorityTest {

  @Test
  void shouldKeepThePriorityWhileEveryBackendHasAUsableServer() {
    assertThat(HealthToPriority.judge(101, WhenUnhealthy.LOWER, Map.of("app", 1, "api", 2)))
        .isEqualTo(new Standing.Candidate(101, "healthy"));
  }

  @Test
  void shouldLowerThePriorityWhenABackendHasNone() {
    assertThat(HealthToPriority.judge(101, WhenUnhealthy.LOWER, Map.of("app", 0)))
        .isEqualTo(new Standing.Candidate(10, "backend app has no usable server"));
  }

  @Test
  void shouldStepAsideWhenTheOwnerOfTheAddressesCannotServe() {
    assertThat(HealthToPriority.judge(255, WhenUnhealthy.LOWER, Map.of("app", 0)))
        .isEqualTo(new Standing.Fault("backend app has no usable server"));
  }

  @Test
  void shouldGoToFaultWhenToldSo() {
    assertThat(HealthToPriority.judge(101, WhenUnhealthy.FAULT, Map.of("app", 0)))
        .isEqualTo(new Standing.Fault("backend app has no usable server"));
  }

  @Test
  void shouldSayThatBadHealthIsIgnored() {
    assertThat(HealthToPriority.judge(101, WhenUnhealthy.IGNORE, Map.of("app", 0)))
        .isEqualTo(new Standing.Candidate(101, "backend app has no usable server (ignored)"));
  }

  @Test
  void shouldKeepThePriorityWhenNothingIsTracked() {
    assertThat(HealthToPriority.judge(7, WhenUnhealthy.FAULT, Map.of()))
        .isEqualTo(new Standing.Candidate(7, "healthy"));
  }

  @ParameterizedTest
  @CsvSource({"1,1", "9,1", "10,1", "26,2", "254,25"})
  void shouldLowerToATenthAndNeverToTheResigningPriority(int configured, int lowered) {
    assertThat(HealthToPriority.lowered(configured)).isEqualTo(lowered);
  }
}
