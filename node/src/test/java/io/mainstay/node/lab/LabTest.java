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
  @EnumSource(Scenario.class)
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

  private static List<String> options(Scenario scenario, List<String> nodeCommand) {
    return new LabOptions(List.of(scenario), LabOptions.Output.JSON, Optional.empty(), nodeCommand)
        .toArguments();
  }
}
