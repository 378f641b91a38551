package io.mainstay.proxy.netty;

import io.mainstay.proxy.http1.ChunkScanner;
import io.mainstay.proxy.http1.Framing;
import io.mainstay.proxy.http1.Http1Violation;
import io.mainstay.proxy.http1.HttpLimits;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Passes one direction's bodies on, in place: what was framed one way comes out framed another, in
 * the buffer it was received in. A read's data becomes one chunk.
 */
final class BodyRelay {
  private static final byte[] CRLF = "\r\n".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] LAST_CHUNK = "0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

  private final HttpLimits limits;
  private final long maxBodyBytes;
  private @Nullable ChunkScanner chunks;
  private Framing in = Framing.NONE;
  private Framing out = Framing.NONE;
  private long remaining;
  private boolean complete = true;
  private int surplus;

  BodyRelay(HttpLimits limits, long maxBodyBytes) {
    this.limits = limits;
    this.maxBodyBytes = maxBodyBytes;
  }

  void begin(Framing inFraming, long contentLength, Framing outFraming) {
    in = inFraming;
    out = outFraming;
    remaining = contentLength;
    complete = in == Framing.NONE;
    surplus = 0;
    if (in == Framing.CHUNKED) {
      chunkScanner().reset();
    }
  }

  Framing in() {
    return in;
  }

  boolean complete() {
    return complete;
  }

  /** How many bytes behind the body's end the last {@link #relay} was given. */
  int surplus() {
    return surplus;
  }

  /**
   * Turns the readable bytes into what goes out.
   *
   * @param rest gets the bytes behind the body's end, if anybody wants them
   * @return why the body is refused, or null
   */
  @Nullable Http1Violation relay(ByteBuf buf, @Nullable Stash rest) {
    int from = buf.readerIndex();
    int to = buf.writerIndex();
    int end;
    int length;
    if (in == Framing.CHUNKED && !complete) {
      ChunkScanner scanner = chunkScanner();
      ByteBuffer nio = buf.internalNioBuffer(from, to - from);
      int base = nio.position() - from;
      length = scanner.scan(nio, from + base, to + base);
      end = scanner.position() - base;
      complete = scanner.done();
      if (scanner.violation() != null) {
        return scanner.violation();
      }
    } else {
      length =
          complete ? 0 : in == Framing.LENGTH ? (int) Math.min(remaining, to - from) : to - from;
      end = from + length;
      remaining -= length;
      complete |= in == Framing.LENGTH && remaining == 0;
    }
    surplus = to - end;
    if (surplus > 0 && rest != null) {
      rest.append(buf, end, surplus);
    }
    buf.writerIndex(from + length);
    if (out == Framing.CHUNKED) {
      frame(buf, length);
    }
    return null;
  }

  private void frame(ByteBuf buf, int length) {
    if (length == 0 && !complete) {
      return;
    }
    int end = buf.writerIndex();
    if (buf.capacity() - end < ReceiveBuffers.TAIL_BYTES) {
      buf.capacity(end + ReceiveBuffers.TAIL_BYTES);
    }
    if (length > 0) {
      buf.writeBytes(CRLF);
      int start = buf.readerIndex() - CRLF.length;
      buf.setBytes(start, CRLF);
      for (int size = length; size > 0; size >>>= 4) {
        buf.setByte(--start, "0123456789abcdef".charAt(size & 15));
      }
      buf.readerIndex(start);
    }
    if (complete) {
      buf.writeBytes(LAST_CHUNK);
    }
  }

  /** What ends a body that lasted until its connection closed, as it goes out; may be empty. */
  ByteBuf untilCloseEnd() {
    complete = true;
    return out == Framing.CHUNKED ? Unpooled.wrappedBuffer(LAST_CHUNK) : Unpooled.EMPTY_BUFFER;
  }

  /** Puts a head before the readable bytes, in place where there is room. */
  static ByteBuf prepend(ByteBuf buf, byte[] head, int length) {
    int start = buf.readerIndex() - length;
    if (start >= 0) {
      return buf.setBytes(start, head, 0, length).readerIndex(start);
    }
    ByteBuf joined = buf.alloc().directBuffer(length + buf.readableBytes());
    joined.writeBytes(head, 0, length).writeBytes(buf);
    buf.release();
    return joined;
  }

  private ChunkScanner chunkScanner() {
    ChunkScanner scanner = chunks;
    if (scanner == null) {
      scanner = new ChunkScanner(limits, maxBodyBytes);
      chunks = scanner;
    }
    return scanner;
  }
}
