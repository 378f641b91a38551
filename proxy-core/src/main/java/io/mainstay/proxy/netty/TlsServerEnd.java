package io.mainstay.proxy.netty;

import io.mainstay.proxy.session.Failure;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.handler.ssl.SslHandshakeTimeoutException;
import java.util.function.Consumer;
import javax.net.ssl.SSLException;

/**
 * Stands behind a server's TLS: the connection is open when the handshake is done and not before,
 * and an end without a goodbye is told as a fault, for what came before it may not be all.
 */
@SuppressWarnings("FutureReturnValueIgnored") // Who closes does not wait for it.
final class TlsServerEnd extends ChannelInboundHandlerAdapter {
  private enum State {
    HANDSHAKE,
    OPEN,
    GOODBYE,
    FAILED
  }

  private final LoopContext loop;
  private final String server;
  private final Consumer<Failure> failed;
  private State state = State.HANDSHAKE;

  /**
   * Before the handshake.
   *
   * @param server whose, for messages
   * @param failed hears why there will be no connection
   */
  TlsServerEnd(LoopContext loop, String server, Consumer<Failure> failed) {
    this.loop = loop;
    this.server = server;
    this.failed = failed;
  }

  /** Not yet. */
  @Override
  public void channelActive(ChannelHandlerContext ctx) {}

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event instanceof SslHandshakeCompletionEvent handshake) {
      if (handshake.isSuccess()) {
        state = State.OPEN;
        ctx.fireChannelActive();
      } else {
        fail(ctx, handshake.cause());
      }
      return;
    }
    ctx.fireUserEventTriggered(event);
    // Netty tells of an end without a goodbye by the same event, as a failure.
    if (event instanceof SslCloseCompletionEvent end && end.isSuccess()) {
      state = state == State.OPEN ? State.GOODBYE : state;
      if (!(ctx.pipeline().last() instanceof TunnelEnd)) {
        ctx.channel().close();
      }
    }
  }

  private void fail(ChannelHandlerContext ctx, Throwable cause) {
    if (state != State.HANDSHAKE) {
      return;
    }
    state = State.FAILED;
    loop.handshakes.failed(server, ctx.channel().remoteAddress(), cause);
    failed.accept(
        cause instanceof SslHandshakeTimeoutException ? Failure.CONNECT_TIMEOUT : Failure.REFUSED);
    ctx.channel().close();
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    if (state == State.OPEN) {
      ctx.fireExceptionCaught(new SSLException("the server's TLS ended without a goodbye"));
    }
    if (state == State.OPEN || state == State.GOODBYE) {
      ctx.fireChannelInactive();
    } else {
      fail(ctx, new SSLException("the server closed the connection"));
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    if (state == State.HANDSHAKE) {
      fail(ctx, cause);
    } else if (state != State.FAILED) {
      ctx.fireExceptionCaught(TlsFault.plain(cause));
    }
  }
}
