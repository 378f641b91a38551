package io.mainstay.proxy.netty;

import io.netty.buffer.AbstractByteBufAllocator;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.PooledByteBufAllocator;

/**
 * What connections with TLS decrypt into: buffers with room in front and behind, as {@link
 * ReceiveBuffers} has them. Any thread.
 */
final class HeadroomAllocator extends AbstractByteBufAllocator {
  static final ByteBufAllocator INSTANCE = new HeadroomAllocator();

  private static final int ROOM = ReceiveBuffers.HEADROOM_BYTES + ReceiveBuffers.TAIL_BYTES;

  private HeadroomAllocator() {
    super(true);
  }

  @Override
  protected ByteBuf newHeapBuffer(int initialCapacity, int maxCapacity) {
    return withRoom(
        PooledByteBufAllocator.DEFAULT.heapBuffer(initialCapacity + ROOM), initialCapacity);
  }

  @Override
  protected ByteBuf newDirectBuffer(int initialCapacity, int maxCapacity) {
    return withRoom(
        PooledByteBufAllocator.DEFAULT.directBuffer(initialCapacity + ROOM), initialCapacity);
  }

  private static ByteBuf withRoom(ByteBuf buf, int bytes) {
    return buf.capacity(ReceiveBuffers.HEADROOM_BYTES + bytes)
        .setIndex(ReceiveBuffers.HEADROOM_BYTES, ReceiveBuffers.HEADROOM_BYTES);
  }

  @Override
  public boolean isDirectBufferPooled() {
    return PooledByteBufAllocator.DEFAULT.isDirectBufferPooled();
  }
}
