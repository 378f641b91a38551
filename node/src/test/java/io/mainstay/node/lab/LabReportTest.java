package io.mainstay.node.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LabReportTest {
  private static final ScenarioResult CRASH =
      new ScenarioResult(
          LabSystem.MAINSTAY,
          Scenario.CRASH,
          2034,
          61,
          Map.of("connect timed out", 60L, "HTTP 503", 1L),
          612,
          598,
          List.of("a"),
          0,
          Optional.empty(),
          Optional.empty());
  private static final ScenarioResult CUT =
      new ScenarioResult(
          LabSystem.KEEPALIVED,
          Scenario.CUT,
          10,
          10,
          Map.of(),
          50_000,
          Takeover.NONE,
          List.of(),
          7,
          Optional.empty(),
          Optional.of("expected \"x\""));

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @Test
  void shouldPrintOneObjectPerScenario() {
    assertThat(LabReport.json(CRASH))
        .isEqualTo(
            "{\"scenario\":\"crash\",\"requests\":2034,\"failed\":61,\"longestGapMillis\":612,"
                + "\"ownersAtEnd\":[\"a\"],\"ownersSeenTogetherMillis\":0}");
  }

  @Test
  void shouldSayWhyAScenarioFailed() {
    assertThat(LabReport.json(CUT))
        .contains("\"ownersAtEnd\":[]")
        .endsWith(",\"error\":\"expected \\\"x\\\"\"}");
  }

  @Test
  void shouldNameTheSystemAndItsTakeoverWhenSystemsAreCompared() {
    LabReport report = report(LabOptions.Output.JSON, Optional.of(LabSystem.KEEPALIVED));

    report.result(CRASH);
    report.result(CUT);

    assertThat(out.toString(StandardCharsets.UTF_8).lines())
        .containsExactly(
            "{\"system\":\"mainstay\",\"scenario\":\"crash\",\"requests\":2034,\"failed\":61,"
                + "\"longestGapMillis\":612,\"ownersAtEnd\":[\"a\"],"
                + "\"ownersSeenTogetherMillis\":0,\"takeoverMillis\":598}",
            "{\"system\":\"keepalived\",\"scenario\":\"cut\",\"requests\":10,\"failed\":10,"
                + "\"longestGapMillis\":50000,\"ownersAtEnd\":[],\"ownersSeenTogetherMillis\":7,"
                + "\"error\":\"expected \\\"x\\\"\",\"takeoverMillis\":-1}");
  }

  @Test
  void shouldPutTheSystemsSideBySide() {
    assertThat(LabReport.comparisonTable(List.of(CUT, CRASH)))
        .containsExactly(
            "scenario  system                takeover  failed  longest gap   two owners  result",
            "crash     Mainstay                598 ms      61       612 ms         0 ms  ok",
            "cut       keepalived+HAProxy           -      10     50000 ms         7 ms  FAILED");
  }

  private static ScenarioResult killed() {
    ArpAnswers answers =
        new ArpAnswers(
            2000,
            10_000,
            List.of(
                new ArpAnswers.Answerer(
                    "a", "killed", "02:00:00:00:00:0a", List.of(3L, 0L, 0L, 0L), 0, 14),
                new ArpAnswers.Answerer(
                    "b",
                    "new master",
                    "02:00:00:00:00:0b",
                    List.of(0L, 9L, 700L, 990L),
                    1140,
                    9999)));
    return new ScenarioResult(
        LabSystem.LEASED,
        Scenario.ARP,
        20,
        1,
        Map.of(),
        5,
        4,
        List.of("a"),
        3,
        Optional.of(answers),
        Optional.empty());
  }

  @Test
  void shouldTellWhoAnsweredArpAfterAKill() {
    assertThat(LabReport.arpTable(List.of(CRASH))).isEmpty();
    assertThat(LabReport.arpTable(List.of(CRASH, killed())))
        .containsExactly(
            "ARP answers for 10.77.0.100 after kill -9 of the master, asked 200 times a second",
            "system              who answers         0-50 ms  50 ms-1.2 s  1.2 s-5.0 s  after 5.0 s"
                + "  last answer after         of",
            "Mainstay, leased    a (killed)                3            0            0            0"
                + "              14 ms   10000 ms",
            "Mainstay, leased    b (new master)            0            9          700          990"
                + "            9999 ms   10000 ms");
    assertThat(LabReport.comparisonJson(killed()))
        .startsWith("{\"system\":\"leased\",\"scenario\":\"arp\"")
        .contains(
            "\"arp\":{\"asked\":2000,\"forMillis\":10000,\"cutsMillis\":[50,1200,5000],"
                + "\"answerers\":[{\"node\":\"a\",\"role\":\"killed\","
                + "\"mac\":\"02:00:00:00:00:0a\",\"answers\":[3,0,0,0],"
                + "\"firstMillis\":0,\"lastMillis\":14},");
  }

  @Test
  void shouldPrintATableForPeople() {
    assertThat(LabReport.table(List.of(CRASH, CUT)))
        .containsExactly(
            "scenario   requests  failed  longest gap  owner at end  two owners  result",
            "crash          2034      61       612 ms  a                   0 ms  ok",
            "cut              10      10     50000 ms  nobody              7 ms  FAILED");
  }

  @Test
  void shouldKeepStdoutForTheObjectsWhenJsonIsWanted() {
    LabReport report = report(LabOptions.Output.JSON);

    report.heading("crash: kill -9 of the master");
    report.event("a is MASTER");
    report.result(CRASH);
    report.summary(List.of(CRASH));

    assertThat(out.toString(StandardCharsets.UTF_8).lines()).containsExactly(LabReport.json(CRASH));
    assertThat(err.toString(StandardCharsets.UTF_8))
        .contains("kill -9", "a is MASTER", "60 connect timed out", "612 ms");
  }

  @Test
  void shouldTellPeopleEverythingOnStdout() {
    LabReport report = report(LabOptions.Output.TEXT);

    report.event("a is MASTER");
    report.result(CUT);

    assertThat(out.toString(StandardCharsets.UTF_8)).contains("a is MASTER", "FAILED: expected");
    assertThat(err.toString(StandardCharsets.UTF_8)).isEmpty();
  }

  private LabReport report(LabOptions.Output output) {
    return report(output, Optional.empty());
  }

  private LabReport report(LabOptions.Output output, Optional<LabSystem> versus) {
    return new LabReport(
        output,
        versus,
        new PrintStream(out, true, StandardCharsets.UTF_8),
        new PrintStream(err, true, StandardCharsets.UTF_8));
  }
}
