package io.mainstay.proxy.netty;

import io.mainstay.proxy.http1.ClientFields;
import io.mainstay.proxy.http1.Http1HeadScanner;
import io.mainstay.proxy.http1.Http1Violation;
import io.mainstay.proxy.http1.Method;
import io.mainstay.proxy.http1.RequestHead;
import io.mainstay.proxy.session.BodyRate;
import io.mainstay.proxy.session.EndedBy;
import io.mainstay.proxy.session.EndedIn;
import io.mainstay.proxy.session.TerminationState;
import io.mainstay.proxy.stats.Traffic;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.SocketChannel;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * A client's connection: reads requests one at a time, has each answered by an exchange, and writes
 * the answer. What the client sends ahead of its turn waits.
 */
@SuppressWarnings("FutureReturnValueIgnored") // A failed write closes the channel; that is seen.
final class FrontConnection extends ChannelInboundHandlerAdapter
    implements ClientSession, RecordedClient, Deadline.Owner, Tunnel.Owner {
  /** Most bytes of one read outside bodies. */
  private static final int HEAD_READ_BYTES = 16 * 1024;

  private enum State {
    /** Between requests. */
    IDLE,
    /** Inside a head. */
    HEAD,
    /** A request is with the exchange. */
    EXCHANGE,
    /** All is written, and the farewell has it. */
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
  private final BodyRate bodyRate;
  private final Backlog backlog;

  private @Nullable ChannelHandlerContext context;
  private @Nullable ClientFields clientFields;
  private @Nullable Farewell farewell;
  private State state = State.IDLE;
  private boolean inputClosed;
  private boolean takingNext;
  private int requests;
  private boolean tls;
  private boolean told;

  /** When what is waited for began: the connection, then each head that comes in pieces. */
  private long sinceNanos;

  private long requestNanos;

  /** Of a head that is refused. */
  private int headBytes;

  FrontConnection(FrontendLoop frontend, SocketChannel channel) {
    this.frontend = frontend;
    this.loop = frontend.loop;
    this.channel = channel;
    this.receive = LoopReceiveAllocator.of(channel, loop.buffers, HEAD_READ_BYTES);
    this.exchange = new Exchange(this, frontend, ahead);
    this.bodyRate = new BodyRate(loop.proxyLimits.bodyBytesPerSecond(), frontend.clientNanos);
    this.backlog = new Backlog(channel);
  }

  @Override
  public void channelActive(ChannelHandlerContext ctx) {
    context = ctx;
    tls = TlsRecords.isOn(channel);
    long nowNanos = System.nanoTime();
    sinceNanos = nowNanos;
    boolean room = loop.opened(this, channel);
    frontend.connected(nowNanos, room);
    if (room && !loop.draining()) {
      loop.wheel.set(deadline, nowNanos + frontend.httpRequestNanos);
      return;
    }
    told = true;
    close();
  }

  // Reading

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    ByteBuf buf = (ByteBuf) message;
    frontend.counters.add(Traffic.BYTES_IN, buf.readableBytes());
    switch (state) {
      case IDLE, HEAD -> readHead(buf);
      case EXCHANGE -> {
        bodyRate.received(buf.readableBytes());
        exchange.relay(buf);
        updateReading();
        acknowledgeHalf();
      }
      case LINGER -> discard(buf);
      case TUNNEL, CLOSED -> buf.release();
    }
  }

  private void readHead(ByteBuf buf) {
    RequestHead request = loop.requestHead;
    int bytes = ahead.length() + buf.readableBytes();
    int result = loop.scan(buf, ahead, request);
    if (result > 0) {
      begin(request, result, buf);
      return;
    }
    buf.release();
    if (result == Http1HeadScanner.REFUSED) {
      headBytes = bytes;
      refuse(request.violation());
      return;
    }
    loop.transport.acknowledgeAtOnce(channel);
    if (state == State.IDLE) {
      state = State.HEAD;
      sinceNanos = System.nanoTime();
      if (requests > 0) {
        loop.wheel.set(deadline, sinceNanos + frontend.httpRequestNanos);
      }
    }
  }

  private void begin(RequestHead request, int headBytes, ByteBuf rest) {
    Http1Violation violation = loop.requestRules.check(request);
    if (violation != null) {
      rest.release();
      this.headBytes = headBytes;
      refuse(violation);
      return;
    }
    long nowNanos = System.nanoTime();
    requestNanos = state == State.HEAD ? nowNanos - sinceNanos : 0;
    state = State.EXCHANGE;
    exchange.begin(request, nowNanos);
    exchange.read(headBytes);
    if (++requests >= loop.proxyLimits.requestsPerConnection()) {
      exchange.lastOnConnection();
    }
    if (exchange.request.bodyless()) {
      loop.wheel.clear(deadline);
    } else {
      receive.mostBytes(loop.receiveBytes);
      if (request.expectContinue()) {
        bodyRate.beginExpected(nowNanos);
      } else {
        bodyRate.begin(nowNanos);
      }
      bodyRate.received(rest.readableBytes());
      loop.wheel.set(deadline, bodyRate.deadlineNanos());
    }
    if (request.maxForwards() == 0) {
      exchange.setAside(rest);
      frontend.counters.increment(Traffic.OWN_ANSWERS);
      exchange.endedBy(TerminationState.of(EndedBy.LOCAL, EndedIn.REQUEST));
      exchange.answer(OwnResponse.OK);
    } else {
      exchange.dispatch(request, clientFields(), rest);
    }
    acknowledgeHalf();
  }

  /** Of a request of which more is to come; an interim answer had the kernel hope for another. */
  private void acknowledgeHalf() {
    if (state == State.EXCHANGE && !exchange.request.complete()) {
      loop.transport.acknowledgeAtOnce(channel);
    }
  }

  private ClientFields clientFields() {
    ClientFields fields = clientFields;
    if (fields == null) {
      fields =
          frontend.clientFields(
              channel.remoteAddress(), channel.localAddress(), tls ? "https" : "http");
      clientFields = fields;
    }
    return fields;
  }

  /** Some of a body went on, at {@code nowNanos}. */
  void bodyProgress(long nowNanos) {
    if (exchange.request.bodyless() || state != State.EXCHANGE) {
      return;
    }
    if (exchange.request.complete()) {
      receive.mostBytes(HEAD_READ_BYTES);
      loop.wheel.clear(deadline);
    } else if (inputClosed) {
      refuse(Http1Violation.BODY_INCOMPLETE);
    } else {
      bodyRate.progress(nowNanos);
      if (channel.config().isAutoRead()) {
        loop.wheel.set(deadline, bodyRate.deadlineNanos());
      }
    }
  }

  /** Reading stops while what is read could only be piled up. */
  void updateReading() {
    boolean read = ahead.length() < loop.proxyLimits.readAheadBytes();
    if (state == State.IDLE || state == State.HEAD) {
      // Who does not take answers gets no further questions read.
      read = channel.isWritable();
    } else if (state == State.EXCHANGE && !exchange.request.complete()) {
      read &= exchange.takesBody();
    } else if (state == State.LINGER) {
      read = true;
    }
    // Behind the end of its input there is nothing to read, and epoll has let go of it.
    if (!inputClosed && channel.isOpen() && channel.config().isAutoRead() != read) {
      channel.config().setAutoRead(read);
      if (state == State.EXCHANGE && !exchange.request.complete()) {
        holdDeadline(read);
      }
    }
  }

  /** While the body is not read, the client cannot be late with it. */
  private void holdDeadline(boolean read) {
    long nowNanos = System.nanoTime();
    if (read) {
      bodyRate.resume(nowNanos);
      loop.wheel.set(deadline, bodyRate.deadlineNanos());
    } else {
      bodyRate.hold(nowNanos);
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
    if (idle && inputClosed && !loop.draining()) {
      unused(EndedBy.CLIENT);
    }
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
    if (tls) {
      // Behind a goodbye that came in the same round nothing can be encrypted any more.
      ctx.writeAndFlush(buf, ctx.voidPromise());
    } else {
      loop.flushes.send(ctx, buf);
    }
    if (!channel.isWritable()) {
      exchange.reading(false);
      backlog.note();
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
      if (exchange.request.complete()) {
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
      frontend.unread(status, System.nanoTime());
    }
    AnswerTable answers = inExchange ? frontend.answers : frontend.earlyAnswers;
    ByteBuf answer =
        AnswerTable.bytes(
            answers.of(OwnResponse.of(status)),
            true,
            inExchange && exchange.request.method() == Method.HEAD);
    long bytes = answer.readableBytes();
    write(answer);
    if (inExchange) {
      exchange.end();
    } else {
      // A head that came at once was refused when it came.
      long beganNanos = state == State.HEAD ? sinceNanos : System.nanoTime();
      TerminationState ending = TerminationState.of(by, EndedIn.REQUEST);
      long came = Math.max(headBytes, ahead.length());
      frontend.endedEarly(ending, this, status, came, bytes, beganNanos);
    }
    finish();
  }

  /** The request did not arrive in time. */
  private void late() {
    frontend.counters.increment(Traffic.UNFINISHED);
    refuse(408, EndedBy.CLIENT_TIMEOUT);
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
    return requestNanos;
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
    if (exchange.request.http11()) {
      // Its framing shows that the response is not whole; earlier ones may still have to go out.
      finish();
    } else {
      // A body that ends with the connection can only be cut short by a reset.
      channel.flush();
      Transport.reset(channel);
    }
  }

  private void finish() {
    ChannelHandlerContext ctx = context;
    if (ctx == null || state == State.CLOSED) {
      return;
    }
    boolean silent = inputClosed || (exchange.request.lastWord() && ahead.isEmpty());
    state = State.LINGER;
    if (backlog.bytes() > 0) {
      loop.transport.holdForGoodbye(channel);
    }
    ctx.flush();
    ahead.clear();
    loop.wheel.remove(deadline);
    if (silent && backlog.bytes() == 0) {
      loop.transport.closeBehind(channel);
      return;
    }
    Farewell last = new Farewell(loop, channel, backlog, frontend.clientNanos, silent);
    farewell = last;
    updateReading();
    last.say(ctx);
  }

  private void discard(ByteBuf buf) {
    if (farewell == null) {
      buf.release();
    } else {
      farewell.discard(buf);
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
        if (exchange.request.sent() && !exchange.request.complete()) {
          refuse(Http1Violation.BODY_INCOMPLETE);
        } else if (exchange.queued() && frontend.backend.abortsOnClose) {
          close();
        }
      }
      case LINGER -> {
        if (farewell != null) {
          farewell.answered();
        }
      }
      case TUNNEL, CLOSED -> {}
    }
  }

  @Override
  public void expired(long nowNanos) {
    if (backlog.shrinks()) {
      loop.wheel.set(deadline, nowNanos + frontend.clientNanos);
      return;
    }
    switch (state) {
      case HEAD -> late();
      case EXCHANGE -> {
        if (backlog.bytes() > 0 || exchange.request.complete()) {
          exchange.endedByClient(EndedBy.CLIENT_TIMEOUT);
          exchange.abandon();
          exchange.end();
          close();
        } else {
          late();
        }
      }
      case IDLE -> {
        unused(EndedBy.CLIENT_TIMEOUT);
        close();
      }
      case LINGER, TUNNEL, CLOSED -> {}
    }
  }

  /** The proxy stops: an unused connection closes now, a used one with its response. */
  @Override
  public void drain() {
    if (state == State.IDLE && backlog.bytes() == 0) {
      close();
    } else if (state == State.IDLE) {
      finish();
    }
  }

  @Override
  public void close() {
    channel.flush();
    loop.transport.close(channel);
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    boolean inExchange = state == State.EXCHANGE;
    EndedBy by = loop.cutting() ? EndedBy.KILLED : EndedBy.CLIENT;
    if (state == State.HEAD) {
      frontend.counters.increment(Traffic.UNFINISHED);
      TerminationState ending = TerminationState.of(by, EndedIn.REQUEST);
      frontend.endedEarly(ending, this, 0, ahead.length(), 0, sinceNanos);
    } else if (inExchange) {
      exchange.endedByClient(by);
    } else if (state == State.IDLE && !loop.draining()) {
      unused(by);
    }
    state = State.CLOSED;
    if (exchange.abandon() && inExchange) {
      frontend.counters.increment(Traffic.CLIENT_ABORTS);
      exchange.end();
    }
    closed();
  }

  /** A connection ends without a request, unless it had some before. */
  private void unused(EndedBy by) {
    if (requests == 0 && !told) {
      told = true;
      frontend.endedUnused(by, this, sinceNanos);
    }
  }

  private void closed() {
    state = State.CLOSED;
    exchange.closeOwn();
    ahead.clear();
    loop.wheel.remove(deadline);
    if (farewell != null) {
      farewell.closed();
    }
    loop.closed(this);
    frontend.disconnected();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    frontend.fault(cause);
    ctx.flush();
    ctx.close();
  }
}
