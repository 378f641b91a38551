package io.mainstay.node.lab;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The lab for real. */
@Tag("root")
class LabTest {
  private static final JsonMapper JSON = new JsonMapper();

  @BeforeEach
  void needRoot() throws IOException {
    Enclosed.assumeRoot();
  }

  @ParameterizedTest
  @EnumSource(
      value = Scenario.class,
      mode = EnumSource.Mode.EXCLUDE,
      names = {"PROXY", "ARP"})
  void shouldEndWithTheNodeOfHigherPriorityAsTheOneOwner(Scenario scenario) throws Exception {
    Enclosed lab = Enclosed.run(LabInside.class, options(scenario, NodeCommand.words()));

    lab.assertSucceeded();
    JsonNode result = JSON.readTree(lab.stdout());
    assertThat(result.get("scenario").asText()).isEqualTo(scenario.word());
    assertThat(result.get("ownersAtEnd")).hasSize(1);
    assertThat(result.get("ownersAtEnd").get(0).asText()).isEqualTo("a");
    assertThat(result.get("requests").asLong()).isGreaterThan(result.get("failed").asLong());
  }

  @Test
  void shouldSayWhatWentWrongWhenANodeDoesNotLive() throws Exception {
    List<String> brokenNode =
        List.of("sh", "-c", "echo cannot read my configuration; exit 1", "sh");

    Enclosed lab = Enclosed.run(LabInside.class, options(Scenario.STOP, brokenNode));

    assertThat(lab.exitCode()).isEqualTo(1);
    assertThat(JSON.readTree(lab.stdout()).get("error").asText()).contains("ended by itself");
    assertThat(lab.stderr()).contains("cannot read my configuration");
  }

  @Test
  void shouldPlayTheSameWithKeepalivedAndHaproxyWhenAskedTo() throws Exception {
    Enclosed.assumeInstalled("keepalived");
    Enclosed.assumeInstalled("haproxy");
    Enclosed.assumeInstalled("killall");

    Enclosed lab =
        Enclosed.run(
            LabInside.class,
            options(Scenario.CRASH, Optional.of(LabSystem.KEEPALIVED), NodeCommand.words()));

    lab.assertSucceeded();
    List<String> lines = lab.stdout().lines().toList();
    assertThat(lines).hasSize(2);
    JsonNode mainstay = JSON.readTree(lines.get(0));
    assertThat(mainstay.get("system").asText()).isEqualTo("mainstay");
    assertThat(mainstay.get("takeoverMillis").asLong()).isPositive();
    JsonNode keepalived = JSON.readTree(lines.get(1));
    assertThat(keepalived.get("system").asText()).isEqualTo("keepalived");
    // Three intervals of a second must pass, less the one that ran when it was killed.
    assertThat(keepalived.get("takeoverMillis").asLong()).isGreaterThan(2000);
    // Nobody takes the address from the host of a killed keepalived.
    assertThat(keepalived.get("ownersSeenTogetherMillis").asLong()).isPositive();
    assertThat(lab.stderr()).contains("keepalived+HAProxy, crash");
  }

  /** What counts is who answers in the end, not how soon: so a busy machine changes nothing. */
  @Test
  void shouldShowThatOnlyKeepalivedsAddressOutlivesItsKilledMaster() throws Exception {
    Enclosed.assumeInstalled("keepalived");
    Enclosed.assumeInstalled("haproxy");
    Enclosed.assumeInstalled("killall");

    Enclosed lab =
        Enclosed.run(
            LabInside.class,
            options(Scenario.ARP, Optional.of(LabSystem.KEEPALIVED), NodeCommand.words()));

    lab.assertSucceeded();
    List<String> lines = lab.stdout().lines().toList();
    assertThat(lines).hasSize(3);
    for (int i = 0; i < 2; i++) {
      JsonNode ours = JSON.readTree(lines.get(i));
      assertThat(ours.get("system").asText()).isEqualTo(List.of("mainstay", "leased").get(i));
      assertThat(lastCount(ours, "new master")).isPositive();
      assertThat(lastCount(ours, "killed")).isZero();
      assertThat(lastCount(ours, "stranger")).isZero();
    }
    JsonNode keepalived = JSON.readTree(lines.get(2));
    assertThat(lastCount(keepalived, "new master")).isPositive();
    assertThat(lastCount(keepalived, "killed")).isPositive();
    assertThat(lab.stderr()).contains("ARP answers for 10.77.0.100 after kill -9");
  }

  /** Answers long after the kill. */
  private static long lastCount(JsonNode result, String role) {
    long count = 0;
    for (JsonNode answerer : result.get("arp").get("answerers")) {
      if (answerer.get("role").asText().equals(role)) {
        count += answerer.get("answers").get(ArpAnswers.CUTS_MILLIS.size()).asLong();
      }
    }
    return count;
  }

  private static List<String> options(Scenario scenario, List<String> nodeCommand) {
    return options(scenario, Optional.empty(), nodeCommand);
  }

  private static List<String> options(
      Scenario scenario, Optional<LabSystem> versus, List<String> nodeCommand) {
    return new LabOptions(
            List.of(scenario), versus, LabOptions.Output.JSON, Optional.empty(), nodeCommand)
        .toArguments();
  }
}
