package io.mainstay.node.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LabOptionsTest {
  @Test
  void shouldPlayAllScenariosWhenNoneIsNamed() {
    LabOptions options = options(Optional.empty());

    assertThat(options.systems()).containsExactly(LabSystem.MAINSTAY);
    assertThat(options.scenarios())
        .containsExactly(Scenario.STOP, Scenario.CRASH, Scenario.CUT, Scenario.BACKEND);
  }

  @Test
  void shouldPlayTheDeathOfTheProxyTooWhenSystemsAreCompared() {
    LabOptions options = options(Optional.of(LabSystem.KEEPALIVED));

    assertThat(options.systems())
        .containsExactly(LabSystem.MAINSTAY, LabSystem.LEASED, LabSystem.KEEPALIVED);
    assertThat(options.scenarios()).containsExactly(Scenario.values());
  }

  @Test
  void shouldNameTheRivalsThereAreWhenOneIsUnknown() {
    assertThatThrownBy(() -> LabSystem.rival("mainstay"))
        .hasMessage("no rival \"mainstay\"; there are: keepalived");
  }

  private static LabOptions options(Optional<LabSystem> versus) {
    return new LabOptions(
        List.of(), versus, LabOptions.Output.TEXT, Optional.empty(), List.of("java"));
  }

  @Test
  void shouldReachTheInnerJvmUnchanged() {
    LabOptions options =
        new LabOptions(
            List.of(Scenario.CUT, Scenario.STOP),
            Optional.of(LabSystem.KEEPALIVED),
            LabOptions.Output.JSON,
            Optional.of(Path.of("my nodes.conf")),
            List.of("java", "-cp", "a:b", "io.mainstay.node.Main"));

    LabOptions inner = LabOptions.fromArguments(options.toArguments().toArray(String[]::new));

    assertThat(inner).isEqualTo(options);
    assertThat(inner.configuration().orElseThrow()).isAbsolute();
  }

  @Test
  void shouldNameTheScenariosThereAreWhenOneIsUnknown() {
    assertThatThrownBy(() -> Scenario.parse("fire"))
        .hasMessage("no scenario \"fire\"; there are: stop, crash, arp, cut, proxy, backend");
  }
}
