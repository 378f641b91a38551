package io.mainstay.health.check;

import io.mainstay.health.CheckCode;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Follows a script. What was heard is looked at by every {@code expect} up to the next {@code
 * send}, which forgets it.
 */
final class TcpScriptConversation implements Conversation {
  /** What is looked at between two sends. */
  static final int MAX_HEARD_BYTES = 16 * 1024;

  private final List<TcpScript.Step> steps;
  private final StringBuilder heard = new StringBuilder();
  private int next;

  TcpScriptConversation(TcpScript script) {
    this.steps = script.steps();
  }

  @Override
  public @Nullable Verdict connected() {
    return null;
  }

  @Override
  public ByteBuffer outgoing() {
    StringBuilder bytes = new StringBuilder();
    while (next < steps.size() && steps.get(next) instanceof TcpScript.Send send) {
      bytes.append(send.bytes());
      heard.setLength(0);
      next++;
    }
    return ByteBuffer.wrap(bytes.toString().getBytes(StandardCharsets.ISO_8859_1));
  }

  @Override
  public @Nullable Verdict received(ByteBuffer bytes) {
    int taken = Math.min(bytes.remaining(), MAX_HEARD_BYTES - heard.length());
    ByteBuffer part = bytes.slice(bytes.position(), taken);
    heard.append(StandardCharsets.ISO_8859_1.decode(part));
    bytes.position(bytes.limit());
    return listen(heard.length() == MAX_HEARD_BYTES);
  }

  /** Goes through the expectations that what was heard can answer. */
  private @Nullable Verdict listen(boolean last) {
    try {
      while (next < steps.size() && steps.get(next) instanceof TcpScript.Expect expect) {
        if (expect.match().accepts(heard.toString())) {
          next++;
        } else if (expect.match().negated() || last) {
          return Verdict.of(CheckCode.L7RSP, "not as at " + step());
        } else {
          return null;
        }
      }
    } catch (TextMatch.TooCostlyException e) {
      return Verdict.of(CheckCode.L7RSP, step() + ": " + e.getMessage());
    }
    return rest().noneMatch(TcpScript.Expect.class::isInstance)
        ? Verdict.of(CheckCode.L7OK, "")
        : null;
  }

  /** A farewell that is still to be said changes nothing. */
  private Stream<TcpScript.Step> rest() {
    return steps.stream().skip(next);
  }

  @Override
  public Verdict closedByServer() {
    Verdict verdict = heard.isEmpty() ? null : listen(true);
    return verdict != null ? verdict : Verdict.of(CheckCode.L7RSP, "closed at " + step());
  }

  @Override
  public Verdict late(long millis) {
    return Verdict.of(CheckCode.L7TOUT, "not within " + millis + " ms: " + step());
  }

  private String step() {
    return next < steps.size()
        ? "step " + (next + 1) + " '" + steps.get(next).written() + "'"
        : "the end";
  }
}
