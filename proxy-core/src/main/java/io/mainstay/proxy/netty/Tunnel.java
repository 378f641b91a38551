package io.mainstay.proxy.netty;

import io.mainstay.proxy.session.EndedBy;
import io.mainstay.proxy.session.EndedIn;
import io.mainstay.proxy.session.TerminationState;
import io.mainstay.proxy.stats.Traffic;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;

/**
 * Two connections that pass on whatever comes, each at the pace of the other. One end's last word
 * is passed on as such and the other direction goes on; a reset is passed on as a reset.
 */
final class Tunnel implements Deadline.Owner {
  /** Who had the client's connection before. */
  interface Owner {
    /** Both connections are closed, for this reason. */
    void tunnelEnded(TerminationState state, long bytesToServer, long bytesToClient);
  }

  private final Owner owner;
  private final FrontendLoop frontend;
  private final ServerLoop server;
  final LoopContext loop;
  private final Deadline deadline = new Deadline(this);
  private final TunnelEnd clientEnd;
  private final TunnelEnd serverEnd;
  private EndedBy endedBy = EndedBy.NOBODY;
  private long pendingBytes;
  private long bytesToServer;
  private long bytesToClient;

  /** Takes both connections over from their handlers. */
  Tunnel(
      Owner owner,
      FrontendLoop frontend,
      ServerLoop server,
      ChannelHandlerContext client,
      ChannelHandlerContext back) {
    this.owner = owner;
    this.frontend = frontend;
    this.server = server;
    this.loop = frontend.loop;
    this.clientEnd = new TunnelEnd(this, client);
    this.serverEnd = new TunnelEnd(this, back);
  }

  /**
   * Begins.
   *
   * @param toClient what the server said already
   * @param toServer what the client said already
   * @param clientEnded whether the client has said its last word
   */
  void begin(ByteBuf toClient, ByteBuf toServer, boolean clientEnded) {
    clientEnd.takeOver();
    serverEnd.takeOver();
    if (!clientEnd.isOpen()) {
      // It was reset a moment ago: what it said is not all, so its end is no last word.
      toClient.release();
      toServer.release();
      broken(clientEnd);
      return;
    }
    active();
    clientEnd.write(toClient);
    serverEnd.write(toServer);
    if (clientEnded) {
      clientEnd.inputEnded();
    }
    clientEnd.reading(serverEnd.writable());
    serverEnd.reading(clientEnd.writable());
  }

  void relay(TunnelEnd from, ByteBuf buf) {
    TunnelEnd to = other(from);
    frontend.counters.add(
        from == clientEnd ? Traffic.BYTES_IN : Traffic.BYTES_OUT, buf.readableBytes());
    if (from == serverEnd) {
      bytesToClient += buf.readableBytes();
    } else {
      bytesToServer += buf.readableBytes();
    }
    active();
    to.write(buf);
    if (!to.writable()) {
      from.reading(false);
    }
  }

  void writable(TunnelEnd to) {
    active();
    other(to).reading(true);
  }

  /** An end has said its last word: so does the other, behind what is still to be written. */
  void inputEnded(TunnelEnd from) {
    active();
    other(from).finish();
  }

  /** All that an end was to write is written. */
  void finished() {
    if (clientEnd.outputEnded() && serverEnd.outputEnded()) {
      close();
    }
  }

  /** An end was reset, or cannot be written to any more. */
  void broken(TunnelEnd end) {
    if (end == serverEnd && endedBy == EndedBy.NOBODY) {
      server.count(Traffic.RESPONSE_ERRORS);
    }
    endedBy(end == clientEnd ? EndedBy.CLIENT : EndedBy.SERVER);
    other(end).reset();
    end.close();
  }

  /** An end is closed. */
  void closed(TunnelEnd end) {
    if (end == serverEnd) {
      server.counters.add(Traffic.REQUESTS_NOW, -1);
      server.counters.add(Traffic.CONNECTIONS_NOW, -1);
    }
    if (!clientEnd.outputEnded() || !serverEnd.outputEnded()) {
      EndedBy closer = end == clientEnd ? EndedBy.CLIENT : EndedBy.SERVER;
      endedBy(loop.cutting() ? EndedBy.KILLED : closer);
    }
    other(end).close();
    if (clientEnd.isClosed() && serverEnd.isClosed()) {
      loop.wheel.remove(deadline);
      owner.tunnelEnded(
          endedBy == EndedBy.NOBODY
              ? TerminationState.NORMAL
              : TerminationState.of(endedBy, EndedIn.DATA),
          bytesToServer,
          bytesToClient);
    }
  }

  void close() {
    clientEnd.close();
    serverEnd.close();
  }

  @Override
  public void expired(long nowNanos) {
    long pending = clientEnd.pending() + serverEnd.pending();
    if (pending > 0 && pending != pendingBytes) {
      // Slow, but taking what it gets.
      pendingBytes = pending;
      loop.wheel.set(deadline, nowNanos + idleNanos());
      return;
    }
    boolean serverIsLate =
        serverEnd.pending() > 0 || (clientEnd.hasInputEnded() && clientEnd.pending() == 0);
    endedBy(serverIsLate ? EndedBy.SERVER_TIMEOUT : EndedBy.CLIENT_TIMEOUT);
    // Whoever does not take what it gets would be offered it by the kernel for a long time yet.
    clientEnd.giveUp();
    serverEnd.giveUp();
  }

  /** Reports a fault that is none of the peers'. */
  void report(Throwable cause) {
    frontend.fault(cause);
  }

  /** What came first counts. */
  private void endedBy(EndedBy by) {
    if (endedBy == EndedBy.NOBODY) {
      endedBy = by;
    }
  }

  private void active() {
    loop.wheel.set(deadline, System.nanoTime() + idleNanos());
  }

  /** A tunnel that is half closed waits for the other half no longer than for an answer. */
  private long idleNanos() {
    BackendLoop backend = server.backend;
    if (clientEnd.hasInputEnded()) {
      return Math.min(backend.tunnelNanos, backend.serverNanos);
    }
    return serverEnd.hasInputEnded()
        ? Math.min(backend.tunnelNanos, frontend.clientNanos)
        : backend.tunnelNanos;
  }

  private TunnelEnd other(TunnelEnd end) {
    return end == clientEnd ? serverEnd : clientEnd;
  }
}
