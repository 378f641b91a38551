package io.mainstay.benchmarks.compare.load;

import io.netty.channel.EventLoop;
import java.net.InetSocketAddress;
import java.util.List;

/** Servers that answer. Called from one thread that is not the event loop. */
public final class ServerPool implements AutoCloseable {
  private final Servers servers;
  private final EventLoop loop;
  private final List<InetSocketAddress> addresses;

  ServerPool(Servers servers, EventLoop loop, List<InetSocketAddress> addresses) {
    this.servers = servers;
    this.loop = loop;
    this.addresses = addresses;
  }

  /** Where they listen. */
  public List<InetSocketAddress> addresses() {
    return addresses;
  }

  /** One of them dies, as a process does: nobody listens and every connection ends. */
  public void down(int index) {
    loop.submit(() -> servers.down(index)).syncUninterruptibly();
  }

  /** It is there again. */
  public void up(int index) {
    loop.submit(() -> servers.up(index)).syncUninterruptibly();
  }

  /** What was wrong with the first request that was not as expected; empty when all were. */
  public String complaint() {
    return loop.submit(servers::complaint).syncUninterruptibly().getNow();
  }

  /** Ends them all. */
  @Override
  public void close() {
    loop.submit(servers::end).syncUninterruptibly();
  }
}
