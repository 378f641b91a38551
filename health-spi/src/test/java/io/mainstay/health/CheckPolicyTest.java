package io.mainstay.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class CheckPolicyTest {

  @Test
  void shouldHaveHaproxysDefaults() {
    CheckPolicy policy = CheckPolicy.DEFAULT;
    assertThat(policy.inter()).isEqualTo(Duration.ofSeconds(2));
    assertThat(policy.rise()).isEqualTo(2);
    assertThat(policy.fall()).isEqualTo(3);
    assertThat(policy.effectiveTimeout()).isEqualTo(policy.inter());
    for (HealthState.Phase phase : HealthState.Phase.values()) {
      assertThat(policy.interval(phase)).isEqualTo(policy.inter());
    }
  }

  @Test
  void shouldPickTheIntervalByPhase() {
    CheckPolicy policy =
        CheckPolicy.DEFAULT
            .withFastInter(Duration.ofMillis(500))
            .withDownInter(Duration.ofSeconds(5));
    assertThat(policy.interval(HealthState.Phase.UP)).hasSeconds(2);
    assertThat(policy.interval(HealthState.Phase.GOING_DOWN)).hasMillis(500);
    assertThat(policy.interval(HealthState.Phase.GOING_UP)).hasMillis(500);
    assertThat(policy.interval(HealthState.Phase.DOWN)).hasSeconds(5);
    assertThat(policy.unsettledInterval()).hasMillis(500);
  }

  @Test
  void shouldRefuseWhatCannotBeMeant() {
    assertThatThrownBy(() -> CheckPolicy.DEFAULT.withInter(Duration.ZERO))
        .hasMessage("inter must be 1 ms to 1 day, not 0 ms");
    assertThatThrownBy(() -> CheckPolicy.DEFAULT.withTimeout(Duration.ofDays(2)))
        .hasMessage("timeout must be 1 ms to 1 day, not 172800000 ms");
    assertThatThrownBy(() -> CheckPolicy.DEFAULT.withFall(0))
        .hasMessage("fall must be 1 to 10000 probes, not 0");
  }
}
