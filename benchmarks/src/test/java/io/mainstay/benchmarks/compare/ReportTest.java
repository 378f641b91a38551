package io.mainstay.benchmarks.compare;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReportTest {
  private static ScenarioResult result(Scenario scenario) {
    Map<Peer, List<Sample>> rounds = new LinkedHashMap<>();
    rounds.put(Peer.MAINSTAY, List.of(Samples.of(80_000, 1000, 12.345)));
    rounds.put(Peer.HAPROXY, List.of(Samples.of(50_000, 2000, 17)));
    return new ScenarioResult(scenario, rounds);
  }

  @Test
  void shouldPrintOneLineOfJsonWithPeersAndRatios() {
    assertThat(JsonReport.line(result(Scenario.HTTP_SMALL)))
        .isEqualTo(
            """
            {"scenario":"http-small","peers":{\
            "mainstay":{"rps":80000,"p50Micros":500,"p99Micros":1000,"p999Micros":2000,\
            "cpuMicrosPerRequest":12.35,"rssBytes":1048576},\
            "haproxy":{"rps":50000,"p50Micros":1000,"p99Micros":2000,"p999Micros":4000,\
            "cpuMicrosPerRequest":17,"rssBytes":1048576}},\
            "ratios":{"haproxy":{"cpu":0.726,"rps":1.6,"p99":0.5}}}""");
  }

  @Test
  void shouldAddErrorsWhenServersComeAndGo() {
    assertThat(JsonReport.line(result(Scenario.CHURN)))
        .contains("\"rssBytes\":1048576,\"errors\":3}");
  }

  @Test
  void shouldWriteNullWhenThereIsNoNumber() {
    assertThat(JsonReport.line(result(Scenario.IDLE_10K)))
        .contains("\"rssBytes\":1048576,\"bytesPerIdleConnection\":null}");
  }

  @Test
  void shouldHaveNoRatiosWhenMainstayDoesNotTakePart() {
    ScenarioResult alone =
        new ScenarioResult(
            Scenario.HTTP_1, Map.of(Peer.HAPROXY, List.of(Samples.of(50_000, 2000, 17))));

    assertThat(JsonReport.line(alone)).endsWith("\"ratios\":{}}");
  }

  @Test
  void shouldPrintARowForEachPeer() {
    assertThat(TableReport.table(result(Scenario.HTTP_SMALL)))
        .contains("http-small")
        .containsPattern("mainstay +80000 +500.0 +1000.0 +2000.0 +12.3[45]")
        .containsPattern("haproxy +50000 .* 0.73  1.60  0.50");
  }
}
