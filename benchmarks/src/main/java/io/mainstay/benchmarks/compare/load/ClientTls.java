package io.mainstay.benchmarks.compare.load;

import io.mainstay.benchmarks.compare.load.Plan.Security;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import io.netty.util.ReferenceCountUtil;
import java.net.InetSocketAddress;
import javax.net.ssl.SSLException;

/** The TLS of a plan's clients; they trust everybody. */
final class ClientTls {
  private final InetSocketAddress proxy;
  private final boolean resumes;
  private final SslContext context;

  ClientTls(Plan plan) {
    this.proxy = plan.proxy();
    this.resumes = plan.security() == Security.TLS_RESUMED;
    try {
      context =
          SslContextBuilder.forClient()
              .sslProvider(SslProvider.OPENSSL_REFCNT)
              .protocols("TLSv1.3")
              .trustManager(InsecureTrustManagerFactory.INSTANCE)
              .endpointIdentificationAlgorithm("")
              .build();
    } catch (SSLException e) {
      throw new IllegalStateException("clients cannot speak TLS: " + e.getMessage(), e);
    }
  }

  /** Puts it before the handler of a connection, which hears of it behind the handshake. */
  void addTo(SocketChannel channel) {
    // Sessions are kept by the peer's name: without one there is none to go on with.
    SslHandler handler =
        resumes
            ? context.newHandler(channel.alloc(), proxy.getHostString(), proxy.getPort())
            : context.newHandler(channel.alloc());
    channel.pipeline().addLast(handler, new AfterHandshake());
  }

  void close() {
    ReferenceCountUtil.release(context);
  }

  private static final class AfterHandshake extends ChannelInboundHandlerAdapter {
    @Override
    public void channelActive(ChannelHandlerContext ctx) {}

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
      if (event instanceof SslHandshakeCompletionEvent handshake) {
        if (handshake.isSuccess()) {
          ctx.fireChannelActive();
        } else {
          ctx.fireExceptionCaught(handshake.cause());
        }
      }
    }
  }
}
