package io.mainstay.proxy.netty;

import io.mainstay.proxy.SessionListener;
import io.mainstay.proxy.SessionRecord;
import io.mainstay.proxy.http1.ClientFields;
import io.mainstay.proxy.http1.Http1HeadScanner;
import io.mainstay.proxy.http1.Http1Violation;
import io.mainstay.proxy.http1.Method;
import io.mainstay.proxy.http1.RequestHead;
import io.mainstay.proxy.session.BodyRate;
import io.mainstay.proxy.session.EndedBy;
import io.mainstay.proxy.session.EndedIn;
import io.mainstay.proxy.session.TerminationState;
import io.mainstay.proxy.stats.SessionMeter;
import io.mainstay.proxy.stats.Traffic;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.SocketChannel;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A client's connection: reads requests one at a time, has each answered by an exchange, and writes
 * the answer. What the client sends ahead of its turn waits.
 */
@SuppressWarnings("FutureReturnValueIgnored") // A failed write closes the channel; that is seen.
final class FrontConnection extends ChannelInboundHandlerAdapter
    implements ClientSession, Deadline.Owner, Tunnel.Owner {
  /** Most bytes of one read outside bodies. */
  private static final int HEAD_READ_BYTES = 16 * 1024;

  private static final int LINGER_BYTES = 1024 * 1024;
  private static final long LINGER_NANOS = TimeUnit.SECONDS.toNanos(2);

  private enum State {
    /** Between requests. */
    IDLE,
    /** Inside a head. */
    HEAD,
    /** A request is with the exchange. */
    EXCHANGE,
    /** All is written; what still comes is thrown away, so that the client sees the answer. */
    LINGER,
    /** A tunnel has the connection. */
    TUNNEL,
    CLOSED
  }

  private final FrontendLoop frontend;
  private final LoopContext loop;
  private final SocketChannel channel;
  private final LoopReceiveAllocator receive;
  private final Deadline deadline = new Deadline(this);
  private final Stash ahead = new Stash();
  private final Exchange exchange;

  private @Nullable ChannelHandlerContext context;
  private @Nullable ClientFields clientFields;
  private State state = State.IDLE;
  private boolean used;
  private boolean inputClosed;
  private boolean takingNext;
  private boolean flushed;
  private long pendingBytes;
  private long lingeredBytes;
  private int requests;
  private long bodyDeadlineNanos;
  private long bodyBytes;
  private long pausedNanos;

  FrontConnection(FrontendLoop frontend, SocketChannel channel) {
    this.frontend = frontend;
    this.loop = frontend.loop;
    this.channel = channel;
    this.receive = new LoopReceiveAllocator(loop.buffers, HEAD_READ_BYTES);
    this.exchange = new Exchange(this, frontend, ahead);
    channel.config().setRecvByteBufAllocator(receive);
  }

  @Override
  public void channelActive(ChannelHandlerContext ctx) {
    context = ctx;
    long nowNanos = System.nanoTime();
    frontend.connected(nowNanos);
    if (loop.opened(this, channel) && !loop.draining()) {
      loop.wheel.set(deadline, nowNanos + frontend.httpRequestNanos);
    } else {
      close();
    }
  }

  // Reading

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    ByteBuf buf = (ByteBuf) message;
    frontend.counters.add(Traffic.BYTES_IN, buf.readableBytes());
    switch (state) {
      case IDLE, HEAD -> readHead(buf);
      case EXCHANGE -> {
        bodyBytes += buf.readableBytes();
        exchange.relay(buf);
        updateReading();
      }
      case LINGER -> discard(buf);
      case TUNNEL, CLOSED -> buf.release();
    }
  }

  private void readHead(ByteBuf buf) {
    RequestHead request = loop.requestHead;
    int result = loop.scanRequest(buf, ahead);
    if (result > 0) {
      begin(request, result, buf);
      return;
    }
    buf.release();
    if (result == Http1HeadScanner.REFUSED) {
      refuse(request.violation());
    } else if (state == State.IDLE) {
      state = State.HEAD;
      if (used) {
        loop.wheel.set(deadline, System.nanoTime() + frontend.httpRequestNanos);
      }
    }
  }

  private void begin(RequestHead request, int headBytes, ByteBuf rest) {
    Http1Violation violation = loop.requestRules.check(request);
    if (violation != null) {
      rest.release();
      refuse(violation);
      return;
    }
    long nowNanos = System.nanoTime();
    state = State.EXCHANGE;
    used = true;
    exchange.begin(request, nowNanos);
    exchange.read(headBytes);
    if (++requests >= loop.proxyLimits.requestsPerConnection()) {
      exchange.lastOnConnection();
    }
    if (exchange.bodyless()) {
      loop.wheel.clear(deadline);
    } else {
      receive.mostBytes(loop.receiveBytes);
      bodyBytes = rest.readableBytes();
      // Who waits to be told to go on is not slow.
      bodyDeadlineNanos =
          request.expectContinue()
              ? nowNanos + frontend.clientNanos
              : BodyRate.firstDeadline(nowNanos, frontend.clientNanos);
      loop.wheel.set(deadline, bodyDeadlineNanos);
    }
    if (request.maxForwards() == 0) {
      exchange.setAside(rest);
      exchange.endedBy(TerminationState.of(EndedBy.LOCAL, EndedIn.REQUEST));
      exchange.answer(OwnResponse.OK);
    } else {
      exchange.dispatch(request, clientFields(), rest);
    }
  }

  private ClientFields clientFields() {
    ClientFields fields = clientFields;
    if (fields == null) {
      fields = frontend.clientFields(channel.remoteAddress(), channel.localAddress());
      clientFields = fields;
    }
    return fields;
  }

  /** Some of a body went on, at {@code nowNanos}. */
  void bodyProgress(long nowNanos) {
    if (exchange.bodyless() || state != State.EXCHANGE) {
      return;
    }
    if (exchange.requestComplete()) {
      receive.mostBytes(HEAD_READ_BYTES);
      loop.wheel.clear(deadline);
    } else if (inputClosed) {
      refuse(Http1Violation.BODY_INCOMPLETE);
    } else {
      bodyDeadlineNanos =
          BodyRate.nextDeadline(
              bodyDeadlineNanos,
              nowNanos,
              bodyBytes,
              loop.proxyLimits.bodyBytesPerSecond(),
              frontend.clientNanos);
      bodyBytes = 0;
      if (channel.config().isAutoRead()) {
        loop.wheel.set(deadline, bodyDeadlineNanos);
      }
    }
  }

  /** Reading stops while what is read could only be piled up. */
  void updateReading() {
    boolean read = ahead.length() < loop.proxyLimits.readAheadBytes();
    if (state == State.IDLE || state == State.HEAD) {
      // Who does not take answers gets no further questions read.
      read = channel.isWritable();
    } else if (state == State.EXCHANGE && !exchange.requestComplete()) {
      read &= exchange.takesBody();
    } else if (state == State.LINGER) {
      read = true;
    }
    // Behind the end of its input there is nothing to read, and epoll has let go of it.
    if (!inputClosed && channel.isOpen() && channel.config().isAutoRead() != read) {
      channel.config().setAutoRead(read);
      if (state == State.EXCHANGE && !exchange.requestComplete()) {
        holdDeadline(read);
      }
    }
  }

  /** While the body is not read, the client cannot be late with it. */
  private void holdDeadline(boolean read) {
    long nowNanos = System.nanoTime();
    if (read) {
      bodyDeadlineNanos += nowNanos - pausedNanos;
      loop.wheel.set(deadline, bodyDeadlineNanos);
    } else {
      pausedNanos = nowNanos;
      loop.wheel.clear(deadline);
    }
  }

  /** Goes on with what the client sent ahead; a loop, so that many small requests need no stack. */
  private void takeNext() {
    if (takingNext) {
      return;
    }
    takingNext = true;
    while (state == State.IDLE && !ahead.isEmpty() && channel.isWritable()) {
      ByteBuf next = loop.buffers.copyOf(ahead.bytes(), ahead.length());
      ahead.clear();
      readHead(next);
    }
    takingNext = false;
    boolean idle = state == State.IDLE && ahead.isEmpty();
    if ((idle && (inputClosed || loop.draining())) || (state == State.HEAD && inputClosed)) {
      finish();
    } else {
      updateReading();
    }
  }

  // Writing

  void write(ByteBuf buf) {
    ChannelHandlerContext ctx = context;
    if (ctx == null || state == State.CLOSED) {
      buf.release();
      return;
    }
    frontend.counters.add(Traffic.BYTES_OUT, buf.readableBytes());
    exchange.wrote(buf.readableBytes());
    ctx.writeAndFlush(buf, ctx.voidPromise());
    if (!channel.isWritable()) {
      exchange.reading(false);
      pendingBytes = pending();
      loop.wheel.set(deadline, System.nanoTime() + frontend.clientNanos);
    }
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) {
    if (!channel.isWritable()) {
      return;
    }
    if (state == State.EXCHANGE) {
      exchange.reading(true);
      if (exchange.requestComplete()) {
        loop.wheel.clear(deadline);
      }
    } else if (state == State.IDLE || state == State.HEAD) {
      takeNext();
    }
  }

  /** A response is written, the proxy's own or a server's. */
  void exchangeComplete(boolean closing) {
    if (closing) {
      finish();
      return;
    }
    state = State.IDLE;
    loop.wheel.set(deadline, System.nanoTime() + frontend.httpKeepAliveNanos);
    takeNext();
  }

  /** The request breaks a rule: one answer if there is still room for it, and the end. */
  void refuse(@Nullable Http1Violation violation) {
    frontend.counters.increment(Traffic.REFUSED);
    refuse(
        violation == null ? 400 : violation.status(),
        violation == Http1Violation.BODY_INCOMPLETE ? EndedBy.CLIENT : EndedBy.PROXY);
  }

  private void refuse(int status, EndedBy by) {
    boolean inExchange = state == State.EXCHANGE;
    if (inExchange) {
      exchange.endedByClient(by);
      exchange.abandon();
      if (exchange.answered()) {
        exchange.end();
        close();
        return;
      }
      exchange.count(status);
    } else {
      frontend.counters.increment(Traffic.ofStatus(status));
    }
    ByteBuf answer =
        OwnResponse.of(status).bytes(true, inExchange && exchange.method() == Method.HEAD);
    long bytes = answer.readableBytes();
    write(answer);
    if (inExchange) {
      exchange.end();
    } else {
      endedEarly(by, status, bytes);
    }
    finish();
  }

  /** The connection ends before there was a valid request. */
  private void endedEarly(EndedBy by, int status, long bytes) {
    TerminationState state = TerminationState.of(by, EndedIn.REQUEST);
    frontend.terminations.increment(state);
    if (frontend.listener != null) {
      String backend = frontend.backend.state.backend.name();
      report(
          new SessionRecord(
              frontend.name,
              backend,
              null,
              client(),
              "",
              status,
              state,
              0,
              0,
              bytes,
              SessionMeter.NEVER,
              SessionMeter.NEVER,
              SessionMeter.NEVER,
              0),
          frontend.listener);
    }
  }

  /** A listener's mistake is not to cost any client its connection. */
  @SuppressWarnings("CatchingUnchecked")
  void report(SessionRecord session, SessionListener listener) {
    try {
      listener.ended(session);
    } catch (RuntimeException e) {
      loop.report(e);
    }
  }

  @Nullable InetSocketAddress client() {
    return channel.remoteAddress();
  }

  // Tunnels

  /** The server takes the upgrade that the client asked for. */
  void becomeTunnel(ServerLoop server, ChannelHandlerContext to, ByteBuf toClient) {
    ChannelHandlerContext ctx = context;
    if (ctx == null || state == State.CLOSED) {
      toClient.release();
      return;
    }
    frontend.counters.add(Traffic.BYTES_OUT, toClient.readableBytes());
    state = State.TUNNEL;
    loop.wheel.clear(deadline);
    receive.mostBytes(loop.receiveBytes);
    ByteBuf toServer = loop.buffers.copyOf(ahead.bytes(), ahead.length());
    ahead.clear();
    new Tunnel(this, frontend, server, ctx, to).begin(toClient, toServer, inputClosed);
  }

  @Override
  public void tunnelEnded(TerminationState state, long bytesToServer, long bytesToClient) {
    exchange.endedBy(state);
    exchange.read(bytesToServer);
    exchange.wrote(bytesToClient);
    exchange.end();
    closed();
  }

  // Ends

  /** Ends the connection so that the client notices that the response is not whole. */
  void abort() {
    exchange.end();
    if (!exchange.http11()) {
      // A body that ends with the connection can only be cut short by a reset.
      channel.config().setOption(ChannelOption.SO_LINGER, 0);
    }
    close();
  }

  /**
   * Writes out what is left, then says goodbye and waits for the client's goodbye: closing while
   * the client still sends would reset the connection and take the answer with it (RFC 9112 section
   * 9.6).
   */
  private void finish() {
    ChannelHandlerContext ctx = context;
    if (ctx == null || state == State.CLOSED) {
      return;
    }
    state = State.LINGER;
    flushed = false;
    ahead.clear();
    pendingBytes = pending();
    loop.wheel.set(deadline, System.nanoTime() + frontend.clientNanos);
    updateReading();
    ctx.writeAndFlush(Unpooled.EMPTY_BUFFER)
        .addListener(
            written -> {
              if (inputClosed || !written.isSuccess()) {
                close();
              } else if (state == State.LINGER) {
                flushed = true;
                loop.wheel.set(deadline, System.nanoTime() + LINGER_NANOS);
                channel.shutdownOutput();
              }
            });
  }

  private void discard(ByteBuf buf) {
    lingeredBytes += buf.readableBytes();
    buf.release();
    if (lingeredBytes > LINGER_BYTES) {
      close();
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (!(event instanceof ChannelInputShutdownEvent)) {
      return;
    }
    inputClosed = true;
    switch (state) {
      case IDLE -> takeNext();
      case HEAD -> refuse(Http1Violation.BODY_INCOMPLETE);
      case EXCHANGE -> {
        if (exchange.sent() && !exchange.requestComplete()) {
          refuse(Http1Violation.BODY_INCOMPLETE);
        } else if (exchange.queued() && frontend.backend.abortsOnClose) {
          close();
        }
      }
      case LINGER -> {
        if (flushed) {
          close();
        }
      }
      case TUNNEL, CLOSED -> {}
    }
  }

  @Override
  public void expired(long nowNanos) {
    long pendingNow = pending();
    if (pendingNow > 0 && pendingNow != pendingBytes) {
      // Slow, but taking what it gets.
      pendingBytes = pendingNow;
      loop.wheel.set(deadline, nowNanos + frontend.clientNanos);
      return;
    }
    switch (state) {
      case HEAD -> refuse(408, EndedBy.CLIENT_TIMEOUT);
      case EXCHANGE -> {
        if (pendingNow > 0 || exchange.requestComplete()) {
          exchange.endedByClient(EndedBy.CLIENT_TIMEOUT);
          exchange.abandon();
          exchange.end();
          close();
        } else {
          refuse(408, EndedBy.CLIENT_TIMEOUT);
        }
      }
      case IDLE, LINGER -> close();
      case TUNNEL, CLOSED -> {}
    }
  }

  /** The proxy stops: an unused connection closes now, a used one with its response. */
  @Override
  public void drain() {
    if (state == State.IDLE && pending() == 0) {
      close();
    } else if (state == State.IDLE) {
      finish();
    }
  }

  private long pending() {
    ChannelOutboundBuffer out = channel.unsafe().outboundBuffer();
    return out == null ? 0 : out.totalPendingWriteBytes();
  }

  @Override
  public void close() {
    // Netty reads once more behind channelActive; under io_uring that read would never end.
    channel.config().setAutoRead(false);
    channel.close();
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    boolean inExchange = state == State.EXCHANGE;
    EndedBy by = loop.cutting() ? EndedBy.KILLED : EndedBy.CLIENT;
    if (state == State.HEAD) {
      endedEarly(by, 0, 0);
    } else if (inExchange) {
      exchange.endedByClient(by);
    }
    state = State.CLOSED;
    if (exchange.abandon() && inExchange) {
      frontend.counters.increment(Traffic.CLIENT_ABORTS);
      exchange.end();
    }
    closed();
  }

  private void closed() {
    state = State.CLOSED;
    exchange.closeOwn();
    ahead.clear();
    loop.wheel.remove(deadline);
    loop.closed(this);
    frontend.counters.add(Traffic.CONNECTIONS_NOW, -1);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    loop.report(cause);
    ctx.close();
  }
}
