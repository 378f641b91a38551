package io.mainstay.proxy.netty;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.EventLoop;

/**
 * Sends what one event loop writes. Small messages go out together, behind all that the loop has
 * received in one go or when several wait: receives in a row and sends in a row cost less than one
 * after the other in turn. Large ones go at once, so that their buffer is free for the next.
 *
 * <p>Whoever closes a connection flushes it first.
 */
@SuppressWarnings("FutureReturnValueIgnored") // A failed write closes the channel; that is seen.
final class Flushes {
  /**
   * Each of them may hold one of the loop's receive buffers. So many small messages are less than
   * the high water mark: no connection counts as one that cannot be written to before it is.
   */
  private static final int MOST = 8;

  private static final int SMALL_BYTES = 4096;

  private final EventLoop eventLoop;
  private final ChannelHandlerContext[] waiting = new ChannelHandlerContext[MOST];
  private final Runnable all = this::flush;
  private int count;

  Flushes(EventLoop eventLoop) {
    this.eventLoop = eventLoop;
  }

  /** Sends {@code buf}, at the latest before the loop waits for its connections again. */
  void send(ChannelHandlerContext ctx, ByteBuf buf) {
    if (buf.readableBytes() > SMALL_BYTES) {
      ctx.writeAndFlush(buf, ctx.voidPromise());
      return;
    }
    ctx.write(buf, ctx.voidPromise());
    if (count == 0) {
      eventLoop.execute(all);
    }
    waiting[count++] = ctx;
    if (count == MOST) {
      flush();
    }
  }

  /** A flush that fails may lead to another message, so that there is no index to keep. */
  private void flush() {
    while (count > 0) {
      ChannelHandlerContext ctx = waiting[--count];
      waiting[count] = null;
      ctx.flush();
    }
  }
}
