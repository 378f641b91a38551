package io.mainstay.proxy.netty;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * The receive buffers of one event loop. There are few: a read's bytes are written out soon, small
 * ones with others together, so the same large buffers serve every connection. While somebody still
 * holds one (a message that waits to be flushed, a write that could not finish, a read in flight
 * under io_uring) another takes its place. Every buffer has room in front, so that a head written
 * anew fits before a body that stays where it was received.
 */
final class ReceiveBuffers {
  /** Room in front of received bytes. */
  static final int HEADROOM_BYTES = 1024;

  /** Room behind them that a last chunk may need. */
  static final int TAIL_BYTES = 16;

  private static final int KEPT = 16;
  private static final int SMALL_BYTES = 32 * 1024;

  private final ByteBufAllocator allocator;
  private final int bytes;
  private final ArrayDeque<ByteBuf> kept = new ArrayDeque<>(KEPT);

  ReceiveBuffers(ByteBufAllocator allocator, int bytes) {
    this.allocator = allocator;
    this.bytes = bytes;
  }

  /** An empty buffer that takes at most {@code most} bytes; the caller releases it. */
  ByteBuf take(int most) {
    ByteBuf free = free();
    if (free == null && kept.size() == KEPT) {
      int size = Math.min(most, SMALL_BYTES);
      ByteBuf small = allocator.directBuffer(HEADROOM_BYTES + size + TAIL_BYTES);
      return small.capacity(HEADROOM_BYTES + size).setIndex(HEADROOM_BYTES, HEADROOM_BYTES);
    }
    if (free == null) {
      free = allocator.directBuffer(HEADROOM_BYTES + bytes + TAIL_BYTES);
      free.capacity(HEADROOM_BYTES + bytes);
      kept.addFirst(free);
    }
    int start = free.capacity() - Math.min(most, bytes);
    return free.setIndex(start, start).retain();
  }

  /** A buffer of its own with these bytes in it. */
  ByteBuf copyOf(byte[] b, int length) {
    ByteBuf copy = allocator.directBuffer(HEADROOM_BYTES + length + TAIL_BYTES);
    return copy.setIndex(HEADROOM_BYTES, HEADROOM_BYTES).writeBytes(b, 0, length);
  }

  private @Nullable ByteBuf free() {
    ByteBuf first = kept.peekFirst();
    if (first == null) {
      return null;
    }
    if (first.refCnt() == 1) {
      return clean(first);
    }
    for (int i = kept.size(); i > 1; i--) {
      kept.addLast(kept.removeFirst());
      ByteBuf candidate = kept.getFirst();
      if (candidate.refCnt() == 1) {
        return clean(candidate);
      }
    }
    return null;
  }

  private ByteBuf clean(ByteBuf buf) {
    if (buf.capacity() != HEADROOM_BYTES + bytes) {
      buf.clear().capacity(HEADROOM_BYTES + bytes);
    }
    return buf;
  }

  void close() {
    kept.forEach(ByteBuf::release);
    kept.clear();
  }
}
