package io.mainstay.health.check;

import io.mainstay.health.CheckCode;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Hears one line of an agent. */
final class AgentConversation implements Conversation {
  /** More than any line of an agent has. */
  static final int MAX_LINE_BYTES = 1024;

  private final ByteBuffer question;
  private final Consumer<AgentReport> listener;
  private final StringBuilder line = new StringBuilder();

  AgentConversation(String question, Consumer<AgentReport> listener) {
    this.question = ByteBuffer.wrap(question.getBytes(StandardCharsets.UTF_8));
    this.listener = listener;
  }

  @Override
  public @Nullable Verdict connected() {
    return null;
  }

  @Override
  public ByteBuffer outgoing() {
    return question;
  }

  @Override
  public @Nullable Verdict received(ByteBuffer bytes) {
    while (bytes.hasRemaining()) {
      char c = (char) (bytes.get() & 0xff);
      if (c == '\n' || c == '\r') {
        return judge();
      }
      if (line.length() == MAX_LINE_BYTES) {
        return Verdict.of(
            CheckCode.L7RSP, "the agent's line is longer than " + MAX_LINE_BYTES + " bytes");
      }
      line.append(c);
    }
    return null;
  }

  /** Many agents say their line and hang up. */
  @Override
  public Verdict closedByServer() {
    return judge();
  }

  private Verdict judge() {
    String said = line.toString().replaceAll("\\p{Cntrl}", " ").strip();
    AgentReport report = AgentReport.parse(said);
    if (!report.meaningful()) {
      return Verdict.of(
          CheckCode.L7RSP, said.isEmpty() ? "the agent said nothing" : "no agent's line: " + said);
    }
    listener.accept(report);
    String why = report.reason().isEmpty() ? "" : " (" + report.reason() + ")";
    Verdict verdict =
        report.down()
            ? Verdict.of(
                CheckCode.L7STS,
                report.operation().map(Enum::name).orElse("").toLowerCase(Locale.ROOT) + why)
            : Verdict.of(CheckCode.L7OK, said);
    return report.unknown().isEmpty()
        ? verdict
        : verdict.withWarning("the agent says what nobody understands: " + report.unknown());
  }
}
