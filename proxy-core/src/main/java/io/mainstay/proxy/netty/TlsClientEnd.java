package io.mainstay.proxy.netty;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslCloseCompletionEvent;

/**
 * Stands behind a client's TLS: its goodbye ends the connection, both directions of it (RFC 8446
 * section 6.1 would let ours go on, RFC 5246 section 7.2.1 would not).
 */
@SuppressWarnings("FutureReturnValueIgnored") // Who closes does not wait for it.
final class TlsClientEnd extends ChannelInboundHandlerAdapter {
  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    ctx.fireUserEventTriggered(event);
    // A tunnel ends when the other side has what came before the goodbye.
    if (event instanceof SslCloseCompletionEvent end
        && end.isSuccess()
        && !(ctx.pipeline().last() instanceof TunnelEnd)) {
      ctx.channel().close();
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    ctx.fireExceptionCaught(TlsFault.plain(cause));
  }
}
