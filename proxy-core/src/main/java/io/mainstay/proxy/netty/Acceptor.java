package io.mainstay.proxy.netty;

import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.SocketChannelConfig;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Gives a connection that a listener accepted its event loop and its handler. Netty's own acceptor
 * would do the same by way of an initializer and in two system calls more; with a new connection
 * for each request that is a twentieth of all work.
 */
final class Acceptor extends ChannelInboundHandlerAdapter {
  private final Transport transport;
  private final LoopContext[] loops;
  private final int frontend;
  private final @Nullable TlsAddress tls;
  private int next;

  /**
   * The acceptor of one listener.
   *
   * @param loops who takes its connections, in turn
   * @param frontend the frontend's place in the configuration
   * @param tls how its clients' TLS is ended; null for those that speak none
   */
  Acceptor(Transport transport, LoopContext[] loops, int frontend, @Nullable TlsAddress tls) {
    this.tls = tls;
    this.transport = transport;
    this.loops = loops.clone();
    this.frontend = frontend;
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object accepted) {
    SocketChannel connection = (SocketChannel) accepted;
    LoopContext loop = loops[next];
    next = (next + 1) % loops.length;
    try {
      // Behind the events at hand also on this loop: a connection gets the number of one that was
      // closed a moment ago, and what epoll has still to tell of that one must not go to it.
      loop.eventLoop.execute(() -> begin(loop, connection));
    } catch (RejectedExecutionException e) {
      // The proxy stops.
      connection.unsafe().closeForcibly();
    }
  }

  private void begin(LoopContext loop, SocketChannel connection) {
    SocketChannelConfig config = connection.config();
    config.setAllocator(PooledByteBufAllocator.DEFAULT);
    config.setAllowHalfClosure(true);
    config.setWriteBufferWaterMark(BackendLoop.WATER_MARK);
    if (tls == null) {
      connection.pipeline().addLast(loop.frontends[frontend].first(connection));
    } else {
      TlsDoor.install(loop.frontends[frontend], tls, connection);
    }
    transport.readFromTheStart(connection);
    loop.eventLoop
        .register(connection)
        .addListener(
            registration -> {
              if (!registration.isSuccess()) {
                connection.unsafe().closeForcibly();
              }
            });
  }
}
