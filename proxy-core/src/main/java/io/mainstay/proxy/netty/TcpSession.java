package io.mainstay.proxy.netty;

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
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * A client's connection in TCP mode. Until a server's connection is open nothing is read from it,
 * so that any server may still be tried; then the two become a tunnel.
 */
@SuppressWarnings("FutureReturnValueIgnored") // Who closes does not wait for it.
final class TcpSession extends ChannelInboundHandlerAdapter
    implements ClientSession, RecordedClient, Tunnel.Owner, Assignment.Session {
  private final FrontendLoop frontend;
  private final BackendLoop backend;
  private final LoopContext loop;
  private final SocketChannel channel;
  private final SessionMeter meter = new SessionMeter();
  private final Assignment assignment;

  private @Nullable ChannelHandlerContext context;
  private @Nullable TcpConnector connecting;
  private ByteBuf early = Unpooled.EMPTY_BUFFER;
  private boolean inputClosed;
  private boolean tls;
  private TerminationState ending = TerminationState.NORMAL;

  TcpSession(FrontendLoop frontend, BackendLoop backend, SocketChannel channel) {
    this.frontend = frontend;
    this.backend = backend;
    this.loop = frontend.loop;
    this.channel = channel;
    this.assignment = new Assignment(this, frontend, backend, meter);
    LoopReceiveAllocator.of(channel, loop.buffers, loop.receiveBytes);
    channel.config().setAutoRead(false);
  }

  @Override
  public void channelActive(ChannelHandlerContext ctx) {
    context = ctx;
    tls = TlsRecords.isOn(channel);
    long nowNanos = System.nanoTime();
    boolean room = loop.opened(this, channel);
    frontend.connected(nowNanos, room);
    assignment.begin(nowNanos);
    if (!room || loop.draining()) {
      close();
      return;
    }
    proceed(assignment.first());
  }

  /** Goes to this server; without one waits, or fails if there is nothing to wait for. */
  private void proceed(@Nullable ServerLoop server) {
    if (server != null) {
      assigned(server);
    } else if (!assignment.waits()) {
      unassigned(assignment.failure());
    }
  }

  @Override
  public void assigned(ServerLoop server) {
    TcpConnector connector = new TcpConnector(server, this);
    connecting = connector;
    connector.connect();
  }

  @Override
  public void unassigned(Failure failure) {
    ending = TerminationState.serverSide(failure, Answering.NOTHING);
    close();
  }

  /** The connection to a server did not open; nothing was sent, so any other may be tried. */
  void connectFailed(ServerLoop server, Failure failure) {
    connecting = null;
    server.count(Traffic.CONNECTION_ERRORS);
    Verdict verdict = RetryRule.notConnected(backend.retry, assignment.tries(), Race.NONE);
    proceed(assignment.again(verdict, failure));
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
    EndedIn phase = assignment.queued() ? EndedIn.QUEUE : EndedIn.CONNECT;
    TcpConnector connector = connecting;
    connecting = null;
    if (connector != null) {
      connector.abandon();
    }
    if (assignment.abandon() || connector != null) {
      frontend.counters.increment(Traffic.CLIENT_ABORTS);
      ending = TerminationState.of(by, phase);
    }
    tunnelEnded(ending, 0, 0);
  }

  @Override
  public void tunnelEnded(TerminationState state, long bytesToServer, long bytesToClient) {
    meter.read(bytesToServer);
    meter.wrote(bytesToClient);
    early.release();
    early = Unpooled.EMPTY_BUFFER;
    assignment.end(state);
    if (frontend.listener != null) {
      frontend.report(assignment.record(this, state, "", 0));
    }
    frontend.disconnected();
    loop.closed(this);
  }

  @Override
  public @Nullable InetSocketAddress address() {
    return channel.remoteAddress();
  }

  @Override
  public boolean tls() {
    return tls;
  }

  @Override
  public long requestNanos() {
    return 0;
  }

  /** Sessions in TCP mode end by themselves: what they are doing cannot be seen. */
  @Override
  public void drain() {}

  @Override
  public void close() {
    channel.flush();
    loop.transport.close(channel);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    frontend.fault(cause);
    ctx.close();
  }
}
