package io.mainstay.health.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AgentReportTest {

  @Test
  void shouldReadEveryWord() {
    assertThat(AgentReport.parse("up ready 75%,maxconn:30"))
        .isEqualTo(
            new AgentReport(
                OptionalInt.of(75),
                OptionalInt.of(30),
                Optional.of(AgentReport.Admin.READY),
                Optional.of(AgentReport.Operation.UP),
                "",
                List.of()));
    assertThat(AgentReport.parse("DRAIN").admin()).contains(AgentReport.Admin.DRAIN);
    assertThat(AgentReport.parse("maint").admin()).contains(AgentReport.Admin.MAINT);
    assertThat(AgentReport.parse("0%").weightPercent()).hasValue(0);
  }

  @ParameterizedTest
  @CsvSource({
    "down#disk full,   DOWN,    disk full",
    "fail #a#b,        FAILED,  a#b",
    "FAILED,           FAILED,  ''",
    "75% stopped#leave, STOPPED, leave",
  })
  void shouldHearWhyAServerIsDown(String line, AgentReport.Operation operation, String reason) {
    AgentReport report = AgentReport.parse(line);
    assertThat(report.operation()).contains(operation);
    assertThat(report.reason()).isEqualTo(reason);
    assertThat(report.down()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", " , ", "hello", "-5%", "%", "maxconn:", "maxconn:-1", "123456%", "#why"})
  void shouldNotUnderstandWhatNoAgentSays(String line) {
    assertThat(AgentReport.parse(line).meaningful()).isFalse();
  }

  @Test
  void shouldKeepWhatALaterLineDoesNotMention() {
    AgentReport report =
        AgentReport.parse("50% drain down#x").then(AgentReport.parse("maxconn:5 up"));
    assertThat(report.weightPercent()).hasValue(50);
    assertThat(report.maxConn()).hasValue(5);
    assertThat(report.admin()).contains(AgentReport.Admin.DRAIN);
    assertThat(report.down()).isFalse();
    assertThat(report.reason()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "'up 50%\n', L7OK, up 50%, ''",
    "'down#disk\r\n', L7STS, down (disk), ''",
    "'up faster\n', L7OK, up faster, the agent says what nobody understands: [faster]",
    "'HTTP/1.1 400\r\n', L7RSP, no agent's line: HTTP/1.1 400, ''",
    "'\n', L7RSP, the agent said nothing, ''",
  })
  void shouldMakeAResultOfALine(String line, String code, String description, String warning) {
    List<AgentReport> reports = new ArrayList<>();
    AgentConversation conversation = new AgentConversation("", reports::add);
    assertThat(conversation.received(bytes(line)))
        .extracting("code", "description", "warning")
        .hasToString("[" + code + ", " + description + ", " + warning + "]");
    assertThat(reports).hasSize(code.equals("L7RSP") ? 0 : 1);
  }

  @Test
  void shouldTakeALineThatEndsWithItsConnectionAndNoneWithoutEnd() {
    AgentConversation closing = new AgentConversation("", report -> {});
    assertThat(closing.received(bytes("75%"))).isNull();
    assertThat(closing.closedByServer().code()).hasToString("L7OK");
    assertThat(new AgentConversation("", report -> {}).received(bytes("x".repeat(2000))))
        .extracting("description")
        .isEqualTo("the agent's line is longer than 1024 bytes");
  }

  private static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
  }
}
