package io.mainstay.benchmarks.compare.load;

import io.netty.channel.EventLoop;

/** Clients that are asking. Called from one thread that is not the event loop. */
public final class ClientRun implements AutoCloseable {
  private final Clients clients;
  private final EventLoop loop;

  ClientRun(Clients clients, EventLoop loop) {
    this.clients = clients;
    this.loop = loop;
  }

  /** Forgets answers and latencies so far, but no error. */
  public void reset() {
    loop.submit(clients::reset).syncUninterruptibly();
  }

  /** What was seen since the last reset. */
  public Tally tally() {
    return loop.submit(clients::tally).syncUninterruptibly().getNow();
  }

  /** Closes every connection. */
  @Override
  public void close() {
    loop.submit(clients::end).syncUninterruptibly();
  }
}
