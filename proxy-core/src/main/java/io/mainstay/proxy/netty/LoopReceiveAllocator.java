package io.mainstay.proxy.netty;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelConfig;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.util.UncheckedBooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Makes a channel read into its event loop's buffers, and read again only when the last read filled
 * its buffer: for small messages the second receive call would only learn that there is no more.
 */
@SuppressWarnings("deprecation") // Netty 4.2 still casts every handle to ExtendedHandle.
final class LoopReceiveAllocator
    implements RecvByteBufAllocator, RecvByteBufAllocator.ExtendedHandle {
  private static final int READS_IN_A_ROW = 4;

  private final ReceiveBuffers buffers;
  private int mostBytes;
  private @Nullable ChannelConfig config;
  private int reads;
  private int attempted;
  private int last;

  LoopReceiveAllocator(ReceiveBuffers buffers, int mostBytes) {
    this.buffers = buffers;
    this.mostBytes = mostBytes;
  }

  /** That of a channel; Netty asks for it once, so whoever had the channel before made it. */
  static LoopReceiveAllocator of(Channel channel, ReceiveBuffers buffers, int mostBytes) {
    if (channel.config().getRecvByteBufAllocator() instanceof LoopReceiveAllocator before) {
      before.mostBytes(mostBytes);
      return before;
    }
    LoopReceiveAllocator made = new LoopReceiveAllocator(buffers, mostBytes);
    channel.config().setRecvByteBufAllocator(made);
    return made;
  }

  /** Bounds what one read takes from now on. */
  void mostBytes(int bytes) {
    mostBytes = bytes;
  }

  @Override
  public Handle newHandle() {
    return this;
  }

  @Override
  public ByteBuf allocate(ByteBufAllocator unused) {
    return buffers.take(mostBytes);
  }

  @Override
  public int guess() {
    return mostBytes;
  }

  @Override
  public void reset(ChannelConfig channelConfig) {
    config = channelConfig;
    reads = 0;
    last = 0;
  }

  @Override
  public void incMessagesRead(int count) {
    reads += count;
  }

  @Override
  public void lastBytesRead(int bytes) {
    last = bytes;
  }

  @Override
  public int lastBytesRead() {
    return last;
  }

  @Override
  public void attemptedBytesRead(int bytes) {
    attempted = bytes;
  }

  @Override
  public int attemptedBytesRead() {
    return attempted;
  }

  @Override
  public boolean continueReading() {
    return last > 0
        && last == attempted
        && reads < READS_IN_A_ROW
        && config != null
        && config.isAutoRead();
  }

  @Override
  public boolean continueReading(UncheckedBooleanSupplier maybeMoreData) {
    return continueReading();
  }

  @Override
  public void readComplete() {}
}
