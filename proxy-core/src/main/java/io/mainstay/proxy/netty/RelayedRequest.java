package io.mainstay.proxy.netty;

import io.mainstay.proxy.SessionRecord;
import io.mainstay.proxy.http1.Framing;
import io.mainstay.proxy.http1.HeadWriter;
import io.mainstay.proxy.http1.Http1Violation;
import io.mainstay.proxy.http1.HttpLimits;
import io.mainstay.proxy.http1.Method;
import io.mainstay.proxy.http1.RequestHead;
import io.mainstay.proxy.session.RetryRule;
import io.mainstay.proxy.session.TerminationState.Sending;
import io.mainstay.proxy.stats.SessionMeter;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A request on its way to a server: its head, kept because it may have to go twice, and its body,
 * which goes once. A client's connection has one of these and uses it for request after request.
 */
final class RelayedRequest {
  private final BodyRelay body;
  private final Stash ahead;
  private final SessionMeter meter;

  /** The head as it goes to a server. */
  private byte[] head = {};

  private int headLength;

  /** Its first line as the client wrote it, where somebody will ask. */
  private byte[] line = {};

  private int lineLength;
  private @Nullable Method method;
  private boolean http11;
  private boolean bodyless;
  private boolean upgrade;
  private boolean last;
  private boolean sent;

  /**
   * The requests of one connection.
   *
   * @param ahead gets what the client sent behind a request's end
   * @param meter counts what of it came
   */
  RelayedRequest(HttpLimits limits, Stash ahead, SessionMeter meter) {
    this.body = new BodyRelay(limits, limits.bodyBytes());
    this.ahead = ahead;
    this.meter = meter;
  }

  /** Takes on a checked request. */
  void begin(RequestHead request) {
    method = request.method();
    http11 = request.minorVersion() > 0;
    bodyless = request.framing() == Framing.NONE;
    upgrade = request.upgrade();
    last = request.close();
    headLength = 0;
    lineLength = 0;
    sent = false;
    body.begin(request.framing(), request.contentLength(), request.framing());
  }

  @Nullable Method method() {
    return method;
  }

  boolean http11() {
    return http11;
  }

  boolean bodyless() {
    return bodyless;
  }

  /** Whether it asks for another protocol. */
  boolean upgrade() {
    return upgrade;
  }

  /**
   * Whether the client has said all it ever will: it asked to close behind the answer, and no body
   * follows, behind which old clients send an empty line.
   */
  boolean lastWord() {
    return last && bodyless;
  }

  /** Whether a server has its head. */
  boolean sent() {
    return sent;
  }

  /** Whether all of it is sent. */
  boolean complete() {
    return body.complete();
  }

  /** What of it is with a server. */
  Sending sending() {
    return !sent ? Sending.NOTHING : body.complete() ? Sending.ALL : Sending.BODY;
  }

  /** Whether sending it twice means the same as once, and all of it is at hand. */
  boolean repeatable() {
    return RetryRule.repeatable(method, bodyless);
  }

  /** Its first line as the client wrote it; empty unless it was kept. */
  String line() {
    return new String(line, 0, lineLength, StandardCharsets.ISO_8859_1);
  }

  /** Keeps the first line, or the beginning of a long one. */
  void keepLine(RequestHead request) {
    int length = Math.min(request.lineLength(), SessionRecord.REQUEST_LINE_BYTES);
    if (line.length < length) {
      line = new byte[Math.min(length + 64, SessionRecord.REQUEST_LINE_BYTES)];
    }
    lineLength = request.copyLine(line);
  }

  /** Keeps the head that was just written. */
  void keepHead(HeadWriter written) {
    headLength = written.length();
    if (head.length < headLength) {
      head = new byte[headLength + 256];
    }
    System.arraycopy(written.bytes(), 0, head, 0, headLength);
  }

  /**
   * Sends the head, and what came of the body with it.
   *
   * @return why the body is refused, or null; then nothing was sent
   */
  @Nullable Http1Violation send(BackConnection to, ByteBuf rest) {
    sent = true;
    Http1Violation violation = relay(rest);
    if (violation == null) {
      to.send(BodyRelay.prepend(rest, head, headLength));
    }
    return violation;
  }

  /**
   * Sends more of the body.
   *
   * @return why it is refused, or null; then nothing was sent
   */
  @Nullable Http1Violation sendMore(BackConnection to, ByteBuf buf) {
    Http1Violation violation = relay(buf);
    if (violation == null) {
      to.send(buf);
    }
    return violation;
  }

  private @Nullable Http1Violation relay(ByteBuf buf) {
    int bytes = buf.readableBytes();
    Http1Violation violation = body.relay(buf, ahead);
    meter.read(violation == null ? bytes - body.surplus() : bytes);
    if (violation != null) {
      buf.release();
    }
    return violation;
  }

  /** The server that had it is gone: it is to be sent again. */
  void takeBack() {
    sent = false;
  }
}
