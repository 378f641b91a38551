package io.mainstay.proxy.netty;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import java.io.IOException;

/** One of a tunnel's two connections. */
@SuppressWarnings("FutureReturnValueIgnored") // A failed write closes the channel; that is seen.
final class TunnelEnd extends ChannelInboundHandlerAdapter {
  private final Tunnel tunnel;
  private final SocketChannel channel;
  private final Backlog backlog;
  private ChannelHandlerContext context;
  private boolean inputEnded;
  private boolean finishing;
  private boolean outputEnded;
  private boolean closed;

  /** The end whose connection {@code before}'s handler has until {@link #takeOver}. */
  TunnelEnd(Tunnel tunnel, ChannelHandlerContext before) {
    this.tunnel = tunnel;
    this.context = before;
    this.channel = (SocketChannel) before.channel();
    this.backlog = new Backlog(channel);
  }

  void takeOver() {
    // TLS has no half-closed connections: a goodbye ends both directions.
    channel.config().setAllowHalfClosure(!TlsRecords.isOn(channel));
    channel.pipeline().replace(context.handler(), null, this);
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    context = ctx;
  }

  void write(ByteBuf buf) {
    if (closed || finishing || !buf.isReadable()) {
      buf.release();
    } else {
      tunnel.loop.flushes.send(context, buf);
    }
  }

  /** False from when it is closed; {@link #isClosed} follows when that is told. */
  boolean isOpen() {
    return channel.isOpen();
  }

  boolean writable() {
    return channel.isWritable();
  }

  void reading(boolean read) {
    if (!inputEnded && channel.isOpen() && channel.config().isAutoRead() != read) {
      channel.config().setAutoRead(read);
    }
  }

  boolean hasInputEnded() {
    return inputEnded;
  }

  boolean outputEnded() {
    return outputEnded;
  }

  boolean isClosed() {
    return closed;
  }

  long pending() {
    return backlog.bytes();
  }

  void inputEnded() {
    if (!inputEnded) {
      inputEnded = true;
      tunnel.inputEnded(this);
    }
  }

  /** Says the last word behind what is still to be written: Netty itself would drop that. */
  void finish() {
    if (closed || finishing) {
      return;
    }
    channel
        .writeAndFlush(Unpooled.EMPTY_BUFFER)
        .addListener(
            written -> {
              if (written.isSuccess()) {
                Transport.endOutput(channel).addListener(shut -> outputDone());
              }
            });
    finishing = true;
  }

  private void outputDone() {
    outputEnded = true;
    tunnel.finished();
  }

  void close() {
    channel.flush();
    channel.close();
  }

  /** Closes so that the peer learns that this is not the end it waited for. */
  void reset() {
    channel.flush();
    Transport.reset(channel);
  }

  /** Closes after too long a silence. */
  void giveUp() {
    if (pending() > 0) {
      reset();
    } else {
      close();
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    tunnel.relay(this, (ByteBuf) message);
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) {
    if (channel.isWritable()) {
      tunnel.writable(this);
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event instanceof ChannelInputShutdownEvent) {
      inputEnded();
    } else if (event instanceof SslCloseCompletionEvent end && end.isSuccess()) {
      inputEnded();
      finishing = true;
      outputDone();
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    closed = true;
    tunnel.closed(this);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    if (!(cause instanceof IOException)) {
      tunnel.report(cause);
    }
    tunnel.broken(this);
  }
}
