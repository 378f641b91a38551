package io.mainstay.proxy.netty;

import io.mainstay.proxy.SessionListener;
import io.mainstay.proxy.SessionRecord;
import io.mainstay.proxy.balance.RoundRobin;
import io.mainstay.proxy.session.EndedBy;
import io.mainstay.proxy.session.EndedIn;
import io.mainstay.proxy.session.Failure;
import io.mainstay.proxy.session.RetryRule;
import io.mainstay.proxy.session.RetryRule.Race;
import io.mainstay.proxy.session.RetryRule.Verdict;
import io.mainstay.proxy.session.TerminationState;
import io.mainstay.proxy.session.TerminationState.Answering;
import io.mainstay.proxy.stats.SessionMeter;
import io.mainstay.proxy.stats.Traffic;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.SocketChannel;
import org.jspecify.annotations.Nullable;

/**
 * A client's connection in TCP mode. Until a server's connection is open nothing is read from it,
 * so that any server may still be tried; then the two become a tunnel.
 */
@SuppressWarnings("FutureReturnValueIgnored") // Who closes does not wait for it.
final class TcpSession extends ChannelInboundHandlerAdapter
    implements ClientSession, Tunnel.Owner, Ticket.Holder, Deadline.Owner {
  private final FrontendLoop frontend;
  private final BackendLoop backend;
  private final LoopContext loop;
  private final SocketChannel channel;
  private final int[] tried;

  private @Nullable ChannelHandlerContext context;
  private @Nullable TcpConnector connecting;
  private @Nullable Ticket ticket;

  /** Before the same server is tried again. */
  private final Deadline pause = new Deadline(this);

  private int slot = RoundRobin.NONE;
  private ByteBuf early = Unpooled.EMPTY_BUFFER;
  private boolean inputClosed;
  private int tries;
  private TerminationState ending = TerminationState.NORMAL;
  private final SessionMeter meter = new SessionMeter();

  TcpSession(FrontendLoop frontend, SocketChannel channel) {
    this.frontend = frontend;
    this.backend = frontend.backend;
    this.loop = frontend.loop;
    this.channel = channel;
    this.tried = new int[backend.retry.retries() + 1];
    channel
        .config()
        .setRecvByteBufAllocator(new LoopReceiveAllocator(loop.buffers, loop.receiveBytes));
    channel.config().setAutoRead(false);
  }

  @Override
  public void channelActive(ChannelHandlerContext ctx) {
    context = ctx;
    long nowNanos = System.nanoTime();
    meter.begin(nowNanos);
    frontend.connected(nowNanos);
    backend.begin(nowNanos);
    if (!loop.opened(this, channel) || loop.draining()) {
      close();
      return;
    }
    take(backend.next(), Failure.NO_SERVER);
  }

  /** Goes to this server, waits for one, or fails for want of one. */
  private void take(int index, Failure failure) {
    if (index == RoundRobin.NONE) {
      fail(failure);
    } else if (index != BackendState.FULL) {
      connect(index);
    } else {
      ticket = backend.queue(this);
      if (ticket == null) {
        fail(Failure.QUEUE_FULL);
      }
    }
  }

  @Override
  public void admitted(int server, long waitedNanos) {
    ticket = null;
    connect(server);
  }

  @Override
  public void refused() {
    ticket = null;
    ending = TerminationState.of(EndedBy.SERVER, EndedIn.QUEUE);
    close();
  }

  @Override
  public void waitedTooLong() {
    ticket = null;
    fail(Failure.QUEUE_TIMEOUT);
  }

  private void connect(int index) {
    slot = index;
    tried[tries++] = index;
    meter.assigned(System.nanoTime());
    TcpConnector connector = new TcpConnector(backend.servers[index], this);
    connecting = connector;
    connector.connect();
  }

  /** The connection to a server did not open; nothing was sent, so any other may be tried. */
  void connectFailed(ServerLoop server, Failure failure) {
    connecting = null;
    server.counters.increment(Traffic.CONNECTION_ERRORS);
    Verdict verdict = RetryRule.notConnected(backend.retry, tries, Race.NONE);
    if (verdict == Verdict.SAME_SERVER_LATER) {
      backend.retried(server, false);
      loop.wheel.set(pause, System.nanoTime() + backend.pauseNanos);
      return;
    }
    releaseSlot();
    int other = verdict == Verdict.GIVE_UP ? RoundRobin.NONE : backend.next(tried, tries);
    if (other != RoundRobin.NONE) {
      backend.retried(server, true);
    }
    take(other, failure);
  }

  /** The pause is over. */
  @Override
  public void expired(long nowNanos) {
    connect(tried[tries - 1]);
  }

  private void releaseSlot() {
    int held = slot;
    if (held != RoundRobin.NONE) {
      slot = RoundRobin.NONE;
      backend.state.release(held);
    }
  }

  private void fail(Failure failure) {
    ending = TerminationState.serverSide(failure, Answering.NOTHING);
    close();
  }

  /** The connection to a server is open. */
  void connected(ServerLoop server, ChannelHandlerContext to) {
    meter.connected(System.nanoTime());
    connecting = null;
    ChannelHandlerContext ctx = context;
    if (ctx == null) {
      return;
    }
    ByteBuf toServer = early;
    early = Unpooled.EMPTY_BUFFER;
    new Tunnel(this, frontend, server, ctx, to).begin(Unpooled.EMPTY_BUFFER, toServer, inputClosed);
  }

  /** epoll reads once unasked when the client says its last word. */
  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    ByteBuf buf = (ByteBuf) message;
    if (early.isReadable()) {
      early = Unpooled.wrappedBuffer(early, buf);
    } else {
      early = buf;
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    inputClosed |= event instanceof ChannelInputShutdownEvent;
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    EndedBy by = loop.cutting() ? EndedBy.KILLED : EndedBy.CLIENT;
    Ticket waiting = ticket;
    ticket = null;
    if (waiting != null) {
      frontend.counters.increment(Traffic.CLIENT_ABORTS);
      waiting.abandon();
      ending = TerminationState.of(by, EndedIn.QUEUE);
    }
    TcpConnector connector = connecting;
    connecting = null;
    if (connector != null) {
      frontend.counters.increment(Traffic.CLIENT_ABORTS);
      connector.abandon();
      ending = TerminationState.of(by, EndedIn.CONNECT);
    }
    if (pause.armed) {
      frontend.counters.increment(Traffic.CLIENT_ABORTS);
      ending = TerminationState.of(by, EndedIn.CONNECT);
    }
    loop.wheel.remove(pause);
    tunnelEnded(ending, 0, 0);
  }

  @Override
  public void tunnelEnded(TerminationState state, long bytesToServer, long bytesToClient) {
    meter.read(bytesToServer);
    meter.wrote(bytesToClient);
    meter.end(System.nanoTime());
    early.release();
    early = Unpooled.EMPTY_BUFFER;
    releaseSlot();
    backend.end(tries == 0 ? null : backend.servers[tried[tries - 1]], meter, state);
    frontend.terminations.increment(state);
    SessionListener listener = frontend.listener;
    if (listener != null) {
      report(listener, state);
    }
    frontend.counters.add(Traffic.CONNECTIONS_NOW, -1);
    loop.closed(this);
  }

  /** A listener's mistake is not to cost any client its connection. */
  private void report(SessionListener listener, TerminationState state) {
    try {
      listener.ended(
          new SessionRecord(
              frontend.name,
              backend.state.backend.name(),
              tries == 0 ? null : backend.servers[tried[tries - 1]].server.name(),
              channel.remoteAddress(),
              "",
              0,
              state,
              tries,
              meter.bytesIn(),
              meter.bytesOut(),
              meter.queueNanos(),
              meter.connectNanos(),
              meter.responseNanos(),
              meter.totalNanos()));
    } catch (RuntimeException e) {
      loop.report(e);
    }
  }

  /** Sessions in TCP mode end by themselves: what they are doing cannot be seen. */
  @Override
  public void drain() {}

  @Override
  public void close() {
    // Netty reads once more behind channelActive; under io_uring that read would never end.
    channel.config().setAutoRead(false);
    channel.close();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    loop.report(cause);
    ctx.close();
  }
}
