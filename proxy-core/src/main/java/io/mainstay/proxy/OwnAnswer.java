package io.mainstay.proxy;

import io.mainstay.proxy.http1.Framing;
import io.mainstay.proxy.http1.HeadWriter;
import io.mainstay.proxy.http1.Http1HeadScanner;
import io.mainstay.proxy.http1.Http1Violation;
import io.mainstay.proxy.http1.HttpLimits;
import io.mainstay.proxy.http1.ResponseHead;
import io.mainstay.proxy.http1.ResponseRules;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * An answer that the proxy gives itself, ready to be sent. It is made of a whole HTTP response, as
 * the files of HAProxy's {@code errorfile} have it: status line, fields, an empty line, body. What
 * frames the answer is written anew, so no file can make a client take one answer for another.
 * Immutable.
 */
public final class OwnAnswer {
  /** The longest that an answer may be made of. */
  public static final int MOST_BYTES = 64 * 1024;

  private static final byte[] NOTHING = {};
  private static final OwnAnswer SILENCE = new OwnAnswer(NOTHING, NOTHING, NOTHING, true);

  private final byte[] headKeepAlive;
  private final byte[] headClose;
  private final byte[] body;
  private final boolean closes;

  private OwnAnswer(byte[] headKeepAlive, byte[] headClose, byte[] body, boolean closes) {
    this.headKeepAlive = headKeepAlive;
    this.headClose = headClose;
    this.body = body;
    this.closes = closes;
  }

  /**
   * Reads a response. Lines of its head may end in LF alone. Fields that concern one connection
   * only are left out, but {@code Connection: close} counts. No bytes at all make an answer without
   * a word.
   *
   * @throws IllegalArgumentException when it is no HTTP response that can be sent, with the reason
   */
  public static OwnAnswer parse(byte[] response) {
    if (response.length > MOST_BYTES) {
      throw new IllegalArgumentException("is longer than " + MOST_BYTES + " bytes; shorten it");
    }
    if (response.length == 0) {
      return SILENCE;
    }
    byte[] bytes = withLineEnds(response);
    ResponseHead head = new ResponseHead();
    int headBytes = new Http1HeadScanner(HttpLimits.defaults()).scan(bytes, 0, bytes.length, head);
    if (headBytes == Http1HeadScanner.INCOMPLETE) {
      throw new IllegalArgumentException("has a head without an end; put an empty line behind it");
    }
    @Nullable Http1Violation violation =
        headBytes < 0 ? head.violation() : ResponseRules.check(head, null);
    if (violation != null) {
      throw new IllegalArgumentException(
          "is no HTTP response: "
              + violation.words()
              + " ("
              + violation.section()
              + "); it must begin like HTTP/1.1 503 Service Unavailable");
    }
    byte[] body = Arrays.copyOfRange(bytes, headBytes, bytes.length);
    requireSendable(head, body.length);
    return new OwnAnswer(head(head, body, false), head(head, body, true), body, head.close());
  }

  private static void requireSendable(ResponseHead head, int bodyBytes) {
    if (head.interim()) {
      throw new IllegalArgumentException(
          "has status " + head.status() + ", behind which another must follow; take 200 to 599");
    }
    if (head.framing() == Framing.CHUNKED) {
      throw new IllegalArgumentException(
          "has a chunked body; leave Transfer-Encoding out, the length is written for you");
    }
    if (bodyBytes > 0 && (head.status() == 204 || head.status() == 304)) {
      throw new IllegalArgumentException(
          "has a body, which no answer with status " + head.status() + " has; remove it");
    }
    if (head.contentLength() >= 0 && head.contentLength() != bodyBytes) {
      throw new IllegalArgumentException(
          "has a body of "
              + bodyBytes
              + " bytes, and its Content-Length says "
              + head.contentLength()
              + "; leave that out, it is written for you");
    }
  }

  private static byte[] head(ResponseHead head, byte[] body, boolean close) {
    HeadWriter writer = new HeadWriter(HttpLimits.defaults());
    writer.own(head, body.length, close);
    return Arrays.copyOf(writer.bytes(), writer.length());
  }

  /** The same with CRLF at the end of each line of the head, which editors like to leave out. */
  private static byte[] withLineEnds(byte[] response) {
    ByteArrayOutputStream all = new ByteArrayOutputStream(response.length + 64);
    int lineBytes = 0;
    for (int i = 0; i < response.length; i++) {
      byte b = response[i];
      if (b != '\n') {
        all.write(b);
        lineBytes += b == '\r' ? 0 : 1;
        continue;
      }
      if (i == 0 || response[i - 1] != '\r') {
        all.write('\r');
      }
      all.write(b);
      if (lineBytes == 0) {
        all.write(response, i + 1, response.length - i - 1);
        break;
      }
      lineBytes = 0;
    }
    return all.toByteArray();
  }

  /** Whether the client's connection ends with this answer, whatever the request says. */
  public boolean closes() {
    return closes;
  }

  /**
   * The head, read-only.
   *
   * @param closing whether the connection ends with the answer, which the head then says
   */
  public ByteBuffer head(boolean closing) {
    return ByteBuffer.wrap(closing ? headClose : headKeepAlive).asReadOnlyBuffer();
  }

  /** The body, read-only. */
  public ByteBuffer body() {
    return ByteBuffer.wrap(body).asReadOnlyBuffer();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof OwnAnswer answer
        && closes == answer.closes
        && Arrays.equals(headClose, answer.headClose)
        && Arrays.equals(body, answer.body);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(headClose) * 31 + Arrays.hashCode(body);
  }
}
