package io.mainstay.health.check;

import io.mainstay.health.CheckCode;
import io.mainstay.health.check.Expectation.Subject;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One request and its answer. The verdict falls as early as what is expected allows. */
final class HttpConversation implements Conversation {
  private static final int NOT_FOUND = 404;
  private static final int NO_CONTENT = 204;
  private static final int NOT_MODIFIED = 304;

  private final HttpProbe probe;
  private final ByteBuffer request;
  private final ResponseHeadReader reader = new ResponseHeadReader();
  private @Nullable ResponseBody body;

  HttpConversation(HttpProbe probe, byte[] request) {
    this.probe = probe;
    this.request = ByteBuffer.wrap(request);
  }

  @Override
  public @Nullable Verdict connected() {
    return null;
  }

  @Override
  public ByteBuffer outgoing() {
    return request;
  }

  @Override
  public @Nullable Verdict received(ByteBuffer bytes) {
    ResponseHead head = reader.head();
    if (head == null) {
      Verdict refused = reader.read(bytes);
      head = reader.head();
      if (refused != null || head == null) {
        return refused;
      }
      Verdict verdict = judgeHead(head);
      if (verdict != null) {
        return verdict;
      }
      body = new ResponseBody(head);
    }
    return readBody(head, body, bytes);
  }

  /** Says no, or yes when nothing is expected of the body. */
  private @Nullable Verdict judgeHead(ResponseHead head) {
    if (head.status() == NOT_FOUND && probe.disableOn404()) {
      return verdict(CheckCode.L7OKC, head, "HTTP status 404: drain");
    }
    try {
      for (Expectation expected : probe.expectations()) {
        if (expected.subject() != Subject.BODY && !expected.accepts(head)) {
          return refusing(head, expected);
        }
      }
    } catch (TextMatch.TooCostlyException e) {
      return verdict(CheckCode.L7RSP, head, String.valueOf(e.getMessage()));
    }
    if (bodyExpectations().isEmpty()) {
      return verdict(CheckCode.L7OK, head, "HTTP status " + head.status());
    }
    boolean bodiless =
        probe.method().equals("HEAD")
            || head.status() == NO_CONTENT
            || head.status() == NOT_MODIFIED;
    return bodiless ? judgeBody(head, "") : null;
  }

  private @Nullable Verdict readBody(
      ResponseHead head, @Nullable ResponseBody read, ByteBuffer bytes) {
    if (read == null) {
      return null;
    }
    read.read(bytes);
    if (read.broken()) {
      return verdict(CheckCode.L7RSP, head, "the body breaks the rules of its framing");
    }
    return read.complete() ? judgeBody(head, read.text()) : null;
  }

  private Verdict judgeBody(ResponseHead head, String text) {
    try {
      for (Expectation expected : bodyExpectations()) {
        if (!expected.accepts(text)) {
          return refusing(head, expected);
        }
      }
    } catch (TextMatch.TooCostlyException e) {
      return verdict(CheckCode.L7RSP, head, String.valueOf(e.getMessage()));
    }
    return verdict(CheckCode.L7OK, head, "HTTP status " + head.status());
  }

  private List<Expectation> bodyExpectations() {
    return probe.expectations().stream().filter(each -> each.subject() == Subject.BODY).toList();
  }

  private static Verdict refusing(ResponseHead head, Expectation expected) {
    String seen = "HTTP status " + head.status();
    boolean plain = expected.subject() == Subject.STATUS;
    return verdict(
        CheckCode.L7STS, head, plain ? seen : seen + ", but not '" + expected.text() + "'");
  }

  private static Verdict verdict(CheckCode code, ResponseHead head, String description) {
    return new Verdict(code, head.status(), description);
  }

  @Override
  public Verdict closedByServer() {
    ResponseHead head = reader.head();
    ResponseBody read = body;
    if (head == null || read == null) {
      return reader.closed();
    }
    return read.endsWithConnection()
        ? judgeBody(head, read.text())
        : verdict(CheckCode.L7RSP, head, "connection closed within the body");
  }
}
