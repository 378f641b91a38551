package io.mainstay.proxy.netty;

import io.mainstay.proxy.Backend;
import io.mainstay.proxy.ProxyConfig;
import io.mainstay.proxy.Server;
import io.mainstay.proxy.TransportKind;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Event loops without a listener, and one backend of one server. */
final class LoopsOfOneBackend implements AutoCloseable {
  final BackendState state;
  final LoopContext[] contexts;
  private final MultiThreadIoEventLoopGroup group;

  LoopsOfOneBackend(int loops, int maxConn) {
    InetSocketAddress nowhere = new InetSocketAddress(InetAddress.getLoopbackAddress(), 9);
    Backend backend = Backend.of("app", Server.of("web1", nowhere).withMaxConn(maxConn));
    backend = backend.withTimeouts(backend.timeouts().withQueue(java.time.Duration.ofMinutes(1)));
    ProxyConfig config = ProxyConfig.of(List.of(), List.of(backend));
    Transport transport = transport();
    group = new MultiThreadIoEventLoopGroup(loops, transport.ioHandlers());
    state = new BackendState(backend, group.next());
    contexts = new LoopContext[loops];
    for (int i = 0; i < loops; i++) {
      contexts[i] =
          new LoopContext(
              group.next(),
              transport,
              config,
              TlsPlane.none(),
              List.of(state),
              new ConnectionCounts(config));
      contexts[i].start();
    }
  }

  private static Transport transport() {
    try {
      return Transport.of(TransportKind.NIO);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    group.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
  }
}
