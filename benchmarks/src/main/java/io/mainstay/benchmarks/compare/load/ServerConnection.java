package io.mainstay.benchmarks.compare.load;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;

/** One connection from the proxy: a request in, its answer out. */
@SuppressWarnings("FutureReturnValueIgnored") // A failed write closes the channel.
final class ServerConnection extends ChannelInboundHandlerAdapter {
  private final Servers servers;
  private final ByteBuf answer;
  private final Incoming incoming;
  private final boolean streaming;
  private boolean started;

  ServerConnection(Servers servers, ByteBuf answer, Incoming incoming, boolean streaming) {
    this.servers = servers;
    this.answer = answer;
    this.incoming = incoming;
    this.streaming = streaming;
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    ByteBuf bytes = (ByteBuf) message;
    try {
      while (bytes.isReadable()) {
        switch (incoming.take(bytes)) {
          case MORE -> {}
          case WRONG -> {
            servers.complain("wrong request: " + incoming.complaint());
            ctx.close();
            return;
          }
          case WHOLE -> answer(ctx);
        }
      }
    } finally {
      bytes.release();
    }
  }

  private void answer(ChannelHandlerContext ctx) {
    if (streaming) {
      started = true;
      stream(ctx);
      return;
    }
    var unsafe = ctx.channel().unsafe();
    unsafe.write(answer.readerIndex(0).retain(), unsafe.voidPromise());
    unsafe.flush();
  }

  /** One block at a time: the next one is written when the last one has left. */
  private void stream(ChannelHandlerContext ctx) {
    var unsafe = ctx.channel().unsafe();
    unsafe.write(answer.readerIndex(0).retain(), unsafe.voidPromise());
    unsafe.flush();
  }

  private void streamOn(ChannelHandlerContext ctx) {
    if (ctx.channel().isActive()) {
      stream(ctx);
    }
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) {
    if (started && ctx.channel().isWritable()) {
      // By way of the loop, so that other connections have their turn.
      ctx.executor().execute(() -> streamOn(ctx));
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    servers.gone(ctx.channel());
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext ctx) {
    answer.release();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    ctx.close();
  }
}
