package io.mainstay.proxy.http1;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Takes the chunked coding off a body as it arrives, in pieces of any size (RFC 9112 section 7.1).
 * It checks every byte of the framing, drops extensions and trailers, and moves the data together
 * in place, so that what remains can be framed anew without a copy elsewhere. One scanner serves
 * one connection, body after body.
 */
public final class ChunkScanner {
  private static final int SIZE_DIGITS = 32;

  /** What a size must be below before one more digit is taken: sixteen times as much still fits. */
  private static final long ROOM_FOR_A_DIGIT = 1L << 56;

  private static final int EXTENSION_LINES = 16;

  /** Bytes of framing that one byte of data excuses. */
  private static final int DATA_WORTH = 4;

  /** Beyond this the product above would overflow, and nobody sends that much in small pieces. */
  private static final long LARGEST_WEIGHED = Long.MAX_VALUE / DATA_WORTH;

  private enum State {
    SIZE_START,
    SIZE,
    EXTENSION_SPACE,
    EXTENSION_NAME_START,
    EXTENSION_NAME,
    EXTENSION_NAME_END,
    EXTENSION_VALUE_START,
    EXTENSION_VALUE,
    EXTENSION_QUOTED,
    EXTENSION_QUOTED_PAIR,
    EXTENSION_QUOTED_END,
    SIZE_LF,
    DATA,
    DATA_CR,
    DATA_LF,
    TRAILER_START,
    TRAILER_NAME,
    TRAILER_VALUE,
    TRAILER_LF,
    END_LF,
    DONE,
    REFUSED
  }

  private final HttpLimits limits;
  private final long maxBodyBytes;

  private State state = State.SIZE_START;
  private int position;
  private long remaining;
  private long total;
  private long framingBytes;
  private int sizeDigits;
  private int lineExtensionBytes;
  private int extensionBytes;
  private int trailerBytes;
  private int trailers;
  private @Nullable Http1Violation violation;

  /** A scanner for bodies of at most {@code maxBodyBytes}. */
  public ChunkScanner(HttpLimits limits, long maxBodyBytes) {
    this.limits = limits;
    this.maxBodyBytes = maxBodyBytes;
  }

  /** Makes ready for the next body. */
  public void reset() {
    state = State.SIZE_START;
    remaining = 0;
    total = 0;
    framingBytes = 0;
    sizeDigits = 0;
    lineExtensionBytes = 0;
    extensionBytes = 0;
    trailerBytes = 0;
    trailers = 0;
    violation = null;
  }

  /**
   * Reads {@code b[from, to)} and leaves the data it holds at {@code b[from, from + result)}.
   * Absolute indexes only; the buffer's position stays. Data found before a violation is dropped
   * with it.
   *
   * @return how many bytes of data there are
   */
  public int scan(ByteBuffer b, int from, int to) {
    int out = from;
    int p = from;
    while (p < to && state != State.DONE && state != State.REFUSED) {
      if (state == State.DATA) {
        int length = (int) Math.min(remaining, to - p);
        if (out != p) {
          b.put(out, b, p, length);
        }
        out += length;
        p += length;
        remaining -= length;
        if (remaining == 0) {
          state = State.DATA_CR;
        }
      } else {
        framingBytes++;
        state = next(b.get(p++));
      }
    }
    position = p;
    return state == State.REFUSED ? 0 : out - from;
  }

  /** The index behind the last byte that {@link #scan} took: what follows belongs to others. */
  public int position() {
    return position;
  }

  /** Whether the body is complete. */
  public boolean done() {
    return state == State.DONE;
  }

  /** Why the body was refused, or null. */
  public @Nullable Http1Violation violation() {
    return violation;
  }

  private State next(byte c) {
    return switch (state) {
      case SIZE_START, SIZE -> size(c);
      case EXTENSION_SPACE,
          EXTENSION_NAME_START,
          EXTENSION_NAME,
          EXTENSION_NAME_END,
          EXTENSION_VALUE_START,
          EXTENSION_VALUE,
          EXTENSION_QUOTED,
          EXTENSION_QUOTED_PAIR,
          EXTENSION_QUOTED_END ->
          extension(c);
      case SIZE_LF -> c == '\n' ? sizeComplete() : refuse(Http1Violation.CHUNK_SIZE_SYNTAX);
      case DATA_CR -> c == '\r' ? State.DATA_LF : refuse(Http1Violation.CHUNK_END);
      case DATA_LF -> c == '\n' ? State.SIZE_START : refuse(Http1Violation.CHUNK_END);
      case TRAILER_START, TRAILER_NAME, TRAILER_VALUE, TRAILER_LF, END_LF -> trailer(c);
      case DATA, DONE, REFUSED -> state;
    };
  }

  private State size(byte c) {
    int digit = Bytes.hex(c);
    if (digit >= 0) {
      if (state == State.SIZE_START) {
        remaining = 0;
        sizeDigits = 0;
        lineExtensionBytes = 0;
      }
      if (++sizeDigits > SIZE_DIGITS || remaining >= ROOM_FOR_A_DIGIT) {
        return refuse(Http1Violation.CHUNK_SIZE_TOO_LARGE);
      }
      remaining = remaining * 16 + digit;
      return State.SIZE;
    }
    if (state == State.SIZE_START) {
      return refuse(Http1Violation.CHUNK_SIZE_SYNTAX);
    }
    if (c == '\r') {
      return State.SIZE_LF;
    }
    if (c == ';' || Bytes.isBlank(c)) {
      return c == ';' ? countExtension(State.EXTENSION_NAME_START) : State.EXTENSION_SPACE;
    }
    return refuse(Http1Violation.CHUNK_SIZE_SYNTAX);
  }

  /** chunk-ext = *( BWS ";" BWS name [ BWS "=" BWS ( token / quoted-string ) ] ) */
  private State extension(byte c) {
    boolean token = Bytes.is(c, Bytes.TCHAR);
    boolean blank = Bytes.isBlank(c);
    State next =
        switch (state) {
          case EXTENSION_SPACE ->
              blank ? state : c == ';' ? State.EXTENSION_NAME_START : State.REFUSED;
          case EXTENSION_NAME_START -> blank ? state : token ? State.EXTENSION_NAME : State.REFUSED;
          case EXTENSION_NAME ->
              token ? state : blank ? State.EXTENSION_NAME_END : afterName(c, true);
          case EXTENSION_NAME_END -> blank ? state : afterName(c, false);
          case EXTENSION_VALUE_START ->
              blank
                  ? state
                  : c == '"'
                      ? State.EXTENSION_QUOTED
                      : token ? State.EXTENSION_VALUE : State.REFUSED;
          case EXTENSION_VALUE -> token ? state : blank ? State.EXTENSION_SPACE : afterValue(c);
          case EXTENSION_QUOTED ->
              c == '"'
                  ? State.EXTENSION_QUOTED_END
                  : c == '\\'
                      ? State.EXTENSION_QUOTED_PAIR
                      : Bytes.is(c, Bytes.VALUE) ? state : State.REFUSED;
          case EXTENSION_QUOTED_PAIR ->
              Bytes.is(c, Bytes.VALUE) ? State.EXTENSION_QUOTED : State.REFUSED;
          default -> blank ? State.EXTENSION_SPACE : afterValue(c);
        };
    if (next == State.REFUSED) {
      return refuse(Http1Violation.CHUNK_EXTENSION_SYNTAX);
    }
    return next == State.SIZE_LF ? next : countExtension(next);
  }

  private static State afterName(byte c, boolean lineMayEnd) {
    if (c == '=') {
      return State.EXTENSION_VALUE_START;
    }
    if (c == ';') {
      return State.EXTENSION_NAME_START;
    }
    return c == '\r' && lineMayEnd ? State.SIZE_LF : State.REFUSED;
  }

  private static State afterValue(byte c) {
    if (c == ';') {
      return State.EXTENSION_NAME_START;
    }
    return c == '\r' ? State.SIZE_LF : State.REFUSED;
  }

  private State countExtension(State next) {
    extensionBytes++;
    boolean tooLong =
        ++lineExtensionBytes > limits.chunkExtensionBytes()
            || extensionBytes > limits.chunkExtensionBytes() * EXTENSION_LINES;
    return tooLong ? refuse(Http1Violation.CHUNK_EXTENSION_TOO_LONG) : next;
  }

  private State sizeComplete() {
    if (remaining == 0) {
      return State.TRAILER_START;
    }
    if (framingBytes - limits.chunkOverheadBytes() > total * DATA_WORTH
        && total < LARGEST_WEIGHED) {
      return refuse(Http1Violation.CHUNK_OVERHEAD);
    }
    total += remaining;
    return total > maxBodyBytes || total < 0 ? refuse(Http1Violation.BODY_TOO_LONG) : State.DATA;
  }

  private State trailer(byte c) {
    if (++trailerBytes > limits.trailerBytes()) {
      return refuse(Http1Violation.TRAILER_TOO_LONG);
    }
    return switch (state) {
      case TRAILER_START -> trailerStart(c);
      case TRAILER_NAME ->
          c == ':'
              ? State.TRAILER_VALUE
              : Bytes.is(c, Bytes.TCHAR) ? state : refuse(Http1Violation.TRAILER_SYNTAX);
      case TRAILER_VALUE ->
          c == '\r'
              ? State.TRAILER_LF
              : Bytes.is(c, Bytes.VALUE) ? state : refuse(Http1Violation.TRAILER_SYNTAX);
      case TRAILER_LF -> c == '\n' ? State.TRAILER_START : refuse(Http1Violation.TRAILER_SYNTAX);
      default -> c == '\n' ? State.DONE : refuse(Http1Violation.TRAILER_SYNTAX);
    };
  }

  private State trailerStart(byte c) {
    if (c == '\r') {
      return State.END_LF;
    }
    if (!Bytes.is(c, Bytes.TCHAR)) {
      return refuse(Http1Violation.TRAILER_SYNTAX);
    }
    return ++trailers > limits.trailerCount()
        ? refuse(Http1Violation.TRAILER_TOO_LONG)
        : State.TRAILER_NAME;
  }

  private State refuse(Http1Violation why) {
    violation = why;
    return State.REFUSED;
  }
}
