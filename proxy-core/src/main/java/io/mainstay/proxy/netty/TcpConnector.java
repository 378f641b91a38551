package io.mainstay.proxy.netty;

import io.mainstay.proxy.session.Failure;
import io.mainstay.proxy.stats.Traffic;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import org.jspecify.annotations.Nullable;

/** A connection to a server in TCP mode, until it is open and a tunnel takes it over. */
@SuppressWarnings("FutureReturnValueIgnored") // Who closes does not wait for it.
final class TcpConnector extends ChannelInboundHandlerAdapter {
  private final ServerLoop server;
  private final LoopContext loop;
  private @Nullable TcpSession session;
  private @Nullable Channel channel;

  TcpConnector(ServerLoop server, TcpSession session) {
    this.server = server;
    this.loop = server.backend.loop;
    this.session = session;
  }

  void connect() {
    server.open(this, () -> session != null, this::failed);
  }

  private void failed(Failure failure) {
    TcpSession asker = session;
    session = null;
    if (asker != null) {
      asker.connectFailed(server, failure);
    }
  }

  /** The client is gone. */
  void abandon() {
    session = null;
    Channel opening = channel;
    if (opening != null) {
      loop.transport.close(opening);
    }
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    channel = ctx.channel();
    ctx.channel()
        .config()
        .setRecvByteBufAllocator(new LoopReceiveAllocator(loop.buffers, loop.receiveBytes));
  }

  @Override
  public void channelActive(ChannelHandlerContext ctx) {
    TcpSession asker = session;
    session = null;
    if (asker == null) {
      loop.transport.close(ctx.channel());
      return;
    }
    server.counters.increment(Traffic.CONNECTIONS);
    server.counters.increment(Traffic.CONNECTIONS_NOW);
    server.counters.increment(Traffic.REQUESTS);
    server.counters.increment(Traffic.REQUESTS_NOW);
    asker.connected(server, ctx);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    server.fault(cause);
    ctx.close();
  }
}
