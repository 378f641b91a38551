package io.mainstay.proxy.netty;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;

/** Received bytes that cannot be used yet, copied out of the event loop's buffer. */
final class Stash {
  private static final byte[] EMPTY = {};
  private static final int KEPT_BYTES = 4096;

  private byte[] bytes = EMPTY;
  private int length;

  byte[] bytes() {
    return bytes;
  }

  int length() {
    return length;
  }

  boolean isEmpty() {
    return length == 0;
  }

  void append(ByteBuf from, int index, int count) {
    if (length + count > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(length + count, Math.max(512, bytes.length * 2)));
    }
    from.getBytes(index, bytes, length, count);
    length += count;
  }

  /** Empties it. The array that {@link #bytes} gave stays as it was until the next append. */
  void clear() {
    length = 0;
    if (bytes.length > KEPT_BYTES) {
      bytes = EMPTY;
    }
  }
}
