package io.mainstay.proxy.netty;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What happens when a connection cannot be accepted, most often for want of file descriptors.
 * Trying again at once would only burn the processor, so each listener pauses; the clients wait in
 * the kernel's queue meanwhile. It is logged once until connections are accepted again, which is
 * believed when for a while none failed: at the limit, every connection that ends lets in another.
 */
@ChannelHandler.Sharable
final class AcceptFaults extends ChannelInboundHandlerAdapter {
  static final long PAUSE_MILLIS = 100;

  /** So long without a failure, and it is over. */
  static final long CALM_MILLIS = 1_000;

  private static final long CALM_NANOS = TimeUnit.MILLISECONDS.toNanos(CALM_MILLIS);

  private static final Logger LOG = LoggerFactory.getLogger("io.mainstay.proxy.accept");

  private final String frontend;
  private final AtomicBoolean failing = new AtomicBoolean();
  private volatile long failedNanos;

  /** Shared by all listeners of one frontend. */
  AcceptFaults(String frontend) {
    this.frontend = frontend;
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object accepted) {
    if (failing.get()
        && ctx.executor().ticker().nanoTime() - failedNanos >= CALM_NANOS
        && failing.compareAndSet(true, false)) {
      LOG.info("frontend {} accepts connections again", frontend);
    }
    ctx.fireChannelRead(accepted);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    if (!ctx.channel().isOpen()) {
      return;
    }
    if (!(cause instanceof IOException)) {
      ctx.fireExceptionCaught(cause);
      return;
    }
    failedNanos = ctx.executor().ticker().nanoTime();
    if (failing.compareAndSet(false, true)) {
      LOG.error(
          "frontend {} cannot accept connections: {}; they wait until it can. When file"
              + " descriptors are short, raise the limit (LimitNOFILE, ulimit -n)",
          frontend,
          cause.getMessage());
    }
    if (ctx.channel().config().isAutoRead()) {
      ctx.channel().config().setAutoRead(false);
      var unused =
          ctx.channel()
              .eventLoop()
              .schedule(() -> resume(ctx.channel()), PAUSE_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  private static void resume(Channel listener) {
    if (listener.isOpen()) {
      listener.config().setAutoRead(true);
    }
  }
}
