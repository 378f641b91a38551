package io.mainstay.vip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MoverSettingsTest {

  private enum Fence {
    NEVER,
    BY_FORCE
  }

  @Test
  void shouldReadWhatIsSetAndFallBackOtherwise() {
    MoverSettings settings =
        new MoverSettings("acme", Map.of("name", " x ", "wait", "200 ms", "fence", "by-force"));
    assertThat(settings.requiredText("name")).isEqualTo("x");
    assertThat(settings.text("other")).isEmpty();
    assertThat(wait(settings)).isEqualTo(Duration.ofMillis(200));
    assertThat(settings.choice("fence", Fence.NEVER)).isEqualTo(Fence.BY_FORCE);
    assertThat(settings.choice("again", Fence.NEVER)).isEqualTo(Fence.NEVER);
    settings.refuseOthers();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "5   | acme mover: wait is no time such as 200ms, 5s or 2m: '5'",
        "-5s | acme mover: wait is no time such as 200ms, 5s or 2m: '-5s'",
        "5ms | acme mover: wait must be 100ms to 60s, not 5ms",
        "2m  | acme mover: wait must be 100ms to 60s, not 2m",
        "''  | acme mover: wait is empty",
      })
  void shouldSayWhatIsWrongWithATime(String value, String message) {
    MoverSettings settings = new MoverSettings("acme", Map.of("wait", value));
    assertThatThrownBy(() -> wait(settings))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  @Test
  void shouldNameTheChoicesTheMissingAndTheUnknown() {
    MoverSettings settings = new MoverSettings("acme", Map.of("fence", "yes", "nmae", "x"));
    assertThatThrownBy(() -> settings.choice("fence", Fence.NEVER))
        .hasMessage("acme mover: fence must be never or by-force, not 'yes'");
    assertThatThrownBy(() -> settings.requiredText("name"))
        .hasMessage("acme mover: name is missing; written are only fence, nmae");
    assertThatThrownBy(settings::refuseOthers)
        .hasMessage("acme mover: nmae is unknown; known are fence, name");
  }

  private static Duration wait(MoverSettings settings) {
    return settings.duration(
        "wait", Duration.ofSeconds(1), Duration.ofMillis(100), Duration.ofSeconds(60));
  }
}
