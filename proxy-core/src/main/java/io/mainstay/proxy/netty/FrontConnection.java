package io.mainstay.proxy.netty;

import io.mainstay.proxy.balance.RoundRobin;
import io.mainstay.proxy.http1.Framing;
import io.mainstay.proxy.http1.Http1HeadScanner;
import io.mainstay.proxy.http1.Http1Violation;
import io.mainstay.proxy.http1.Method;
import io.mainstay.proxy.http1.RequestHead;
import io.mainstay.proxy.session.Failure;
import io.mainstay.proxy.session.RetryRule;
import io.mainstay.proxy.stats.Traffic;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.SocketChannel;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A client's connection: reads requests one at a time, has each answered by a server on the same
 * event loop, and passes the answer on. What the client sends ahead of its turn waits in the stash.
 */
@SuppressWarnings("FutureReturnValueIgnored") // A failed write closes the channel; that is seen.
final class FrontConnection extends ChannelInboundHandlerAdapter implements Deadline.Owner {
  /** Most bytes of one read outside bodies, and so the bound of what is read ahead. */
  private static final int HEAD_READ_BYTES = 16 * 1024;

  private static final int LINGER_BYTES = 1024 * 1024;
  private static final long LINGER_NANOS = TimeUnit.SECONDS.toNanos(2);

  private enum State {
    /** Between requests. */
    IDLE,
    /** Inside a head. */
    HEAD,
    /** A request is with a server. */
    EXCHANGE,
    /** All is written; what still comes is thrown away, so that the client sees the answer. */
    LINGER,
    CLOSED
  }

  private final FrontendLoop frontend;
  private final LoopContext loop;
  private final SocketChannel channel;
  private final Deadline deadline = new Deadline(this);
  private final LoopReceiveAllocator receive;
  private final Stash stash = new Stash();
  private final BodyRelay body;
  private final int[] tried = new int[RetryRule.CONNECT_RETRIES + 1];

  private @Nullable ChannelHandlerContext context;
  private byte @Nullable [] clientText;
  private State state = State.IDLE;
  private boolean inputClosed;
  private boolean takingNext;
  private boolean flushed;
  private long pendingBytes;
  private long lingeredBytes;
  private long requests;

  // The exchange that is running.
  private @Nullable BackConnection back;
  private byte[] head = {};
  private int headLength;
  private @Nullable Method method;
  private boolean http11;
  private boolean close;
  private boolean bodyless;
  private boolean sent;
  private boolean repeated;
  private boolean answered;
  private int attempts;
  private long startNanos;

  FrontConnection(FrontendLoop frontend, SocketChannel channel) {
    this.frontend = frontend;
    this.loop = frontend.loop;
    this.channel = channel;
    this.receive = new LoopReceiveAllocator(loop.buffers, HEAD_READ_BYTES);
    this.body = new BodyRelay(loop.limits, loop.limits.bodyBytes());
    channel.config().setRecvByteBufAllocator(receive);
  }

  @Override
  public void channelActive(ChannelHandlerContext ctx) {
    context = ctx;
    frontend.counters.increment(Traffic.CONNECTIONS);
    frontend.counters.increment(Traffic.CONNECTIONS_NOW);
    if (loop.opened(this) && !loop.draining()) {
      loop.wheel.set(deadline, System.nanoTime() + frontend.httpRequestNanos);
    } else {
      close();
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    ByteBuf buf = (ByteBuf) message;
    frontend.counters.add(Traffic.BYTES_IN, buf.readableBytes());
    switch (state) {
      case IDLE, HEAD -> readHead(buf);
      case EXCHANGE -> readAhead(buf);
      case LINGER -> discard(buf);
      case CLOSED -> buf.release();
    }
  }

  // Heads

  private void readHead(ByteBuf buf) {
    RequestHead request = loop.requestHead;
    int result;
    if (stash.isEmpty()) {
      int count = Math.min(buf.readableBytes(), loop.scanned.length);
      buf.getBytes(buf.readerIndex(), loop.scanned, 0, count);
      result = loop.scanner.scan(loop.scanned, 0, count, request);
      if (result == Http1HeadScanner.INCOMPLETE) {
        stash.append(buf, buf.readerIndex(), buf.readableBytes());
      } else {
        buf.skipBytes(Math.max(0, result));
      }
    } else {
      result = scanStash(buf, request);
    }
    if (result > 0) {
      begin(request, buf);
      return;
    }
    buf.release();
    if (result == Http1HeadScanner.REFUSED) {
      refuse(request.violation());
    } else if (state == State.IDLE) {
      state = State.HEAD;
      if (requests > 0) {
        loop.wheel.set(deadline, System.nanoTime() + frontend.httpRequestNanos);
      }
    }
  }

  private int scanStash(ByteBuf buf, RequestHead request) {
    int from = stash.length();
    stash.append(buf, buf.readerIndex(), buf.readableBytes());
    byte[] bytes = stash.bytes();
    int to = stash.length();
    int result =
        Http1HeadScanner.worthScanning(bytes, 0, from, to)
            ? loop.scanner.scan(bytes, 0, to, request)
            : Http1HeadScanner.INCOMPLETE;
    if (result > 0) {
      buf.readerIndex(buf.writerIndex() - (to - result));
      stash.clear();
    }
    return result;
  }

  private void begin(RequestHead request, ByteBuf rest) {
    Http1Violation violation = loop.requestRules.check(request);
    if (violation != null) {
      rest.release();
      refuse(violation);
      return;
    }
    state = State.EXCHANGE;
    startNanos = System.nanoTime();
    requests++;
    frontend.counters.increment(Traffic.REQUESTS);
    frontend.backend.counters.increment(Traffic.REQUESTS);
    frontend.backend.counters.increment(Traffic.REQUESTS_NOW);
    method = request.method();
    http11 = request.minorVersion() > 0;
    // RFC 9112 section 9.3: a proxy does not keep a connection to an HTTP/1.0 client.
    close = request.close() || !http11;
    bodyless = request.framing() == Framing.NONE;
    sent = false;
    repeated = false;
    answered = false;
    attempts = 0;
    body.begin(request.framing(), request.contentLength(), request.framing());
    if (bodyless) {
      loop.wheel.clear(deadline);
    } else {
      receive.mostBytes(loop.receiveBytes);
      loop.wheel.set(deadline, startNanos + frontend.clientNanos);
    }
    if (request.maxForwards() == 0) {
      stash.append(rest, rest.readerIndex(), rest.readableBytes());
      rest.release();
      close |= !bodyless;
      answer(OwnResponse.OK);
      return;
    }
    writeHead(request);
    dispatch(rest);
  }

  private void writeHead(RequestHead request) {
    byte[] client = clientText;
    if (client == null) {
      InetSocketAddress remote = channel.remoteAddress();
      String address = remote == null ? "unknown" : remote.getAddress().getHostAddress();
      int zone = address.indexOf('%');
      client =
          (zone < 0 ? address : address.substring(0, zone)).getBytes(StandardCharsets.US_ASCII);
      clientText = client;
    }
    loop.writer.request(request, frontend.forwarded, client);
    headLength = loop.writer.length();
    if (head.length < headLength) {
      head = new byte[headLength + 256];
    }
    System.arraycopy(loop.writer.bytes(), 0, head, 0, headLength);
  }

  // To the server

  private void dispatch(ByteBuf rest) {
    RoundRobin turns = frontend.backend.state.turns;
    int index = attempts == 0 ? turns.next() : turns.nextExcept(tried, attempts);
    if (index == RoundRobin.NONE) {
      rest.release();
      fail(Failure.NO_SERVER);
      return;
    }
    tried[attempts++] = index;
    ServerLoop server = frontend.backend.servers[index];
    BackConnection idle = server.take();
    if (idle != null) {
      back = idle;
      idle.begin(this);
      send(idle, rest);
    } else {
      stash.append(rest, rest.readerIndex(), rest.readableBytes());
      rest.release();
      connect(server);
    }
  }

  private void connect(ServerLoop server) {
    back = server.connect(this);
    updateReading();
  }

  /** The connection to the server is open. */
  void connected(BackConnection opened) {
    ByteBuf rest = loop.buffers.copyOf(stash.bytes(), stash.length());
    stash.clear();
    send(opened, rest);
    updateReading();
  }

  private void send(BackConnection to, ByteBuf rest) {
    Http1Violation violation = body.relay(rest, stash);
    if (violation != null) {
      rest.release();
      refuse(violation);
      return;
    }
    sent = true;
    to.send(BodyRelay.prepend(rest, head, headLength));
    bodyProgress(startNanos);
    if (inputClosed && !body.complete()) {
      refuse(Http1Violation.BODY_INCOMPLETE);
    }
  }

  private void readAhead(ByteBuf buf) {
    BackConnection to = back;
    if (body.complete() || !sent || to == null) {
      stash.append(buf, buf.readerIndex(), buf.readableBytes());
      buf.release();
      updateReading();
      return;
    }
    Http1Violation violation = body.relay(buf, stash);
    if (violation != null) {
      buf.release();
      refuse(violation);
      return;
    }
    to.send(buf);
    bodyProgress(System.nanoTime());
    updateReading();
  }

  private void bodyProgress(long nowNanos) {
    if (bodyless) {
      return;
    }
    if (body.complete()) {
      receive.mostBytes(HEAD_READ_BYTES);
      loop.wheel.clear(deadline);
    } else {
      loop.wheel.set(deadline, nowNanos + frontend.clientNanos);
    }
  }

  /** Reading stops while what is read could only be piled up. */
  void updateReading() {
    BackConnection to = back;
    boolean read = stash.length() < HEAD_READ_BYTES;
    if (state == State.IDLE || state == State.HEAD) {
      // Who does not take answers gets no further questions read.
      read &= channel.isWritable();
    } else if (state == State.EXCHANGE && !body.complete()) {
      read &= sent && to != null && to.writable();
    }
    if (channel.config().isAutoRead() != read) {
      channel.config().setAutoRead(read);
    }
  }

  /** The connection to a server did not open; nothing was sent, so any other may be tried. */
  void connectFailed(BackConnection failed, Failure failure) {
    back = null;
    failed.server().counters.increment(Traffic.CONNECTION_ERRORS);
    if (!RetryRule.connectAgain(attempts) || attempts == frontend.backend.servers.length) {
      fail(failure);
      return;
    }
    RoundRobin turns = frontend.backend.state.turns;
    int index = turns.nextExcept(tried, attempts);
    if (index == RoundRobin.NONE) {
      fail(failure);
      return;
    }
    failed.server().counters.increment(Traffic.RETRIES);
    tried[attempts++] = index;
    connect(frontend.backend.servers[index]);
  }

  /** The server closed the connection, or failed in another way, before all was answered. */
  void serverFailed(BackConnection failed, Failure failure, boolean reused, boolean silent) {
    back = null;
    boolean again =
        failure == Failure.SERVER_CLOSED
            && silent
            && !answered
            && RetryRule.sendAgain(reused, repeated, bodyless, method);
    if (again) {
      repeated = true;
      sent = false;
      failed.server().counters.increment(Traffic.RETRIES);
      connect(failed.server());
      return;
    }
    failed.server().counters.increment(Traffic.RESPONSE_ERRORS);
    if (answered) {
      abort();
    } else {
      fail(failure);
    }
  }

  // To the client

  @Nullable Method method() {
    return method;
  }

  boolean http11() {
    return http11;
  }

  boolean requestComplete() {
    return body.complete();
  }

  /** Whether the connection ends with the response whose head is about to be written. */
  boolean closesAfterResponse() {
    close |= !body.complete() || loop.draining();
    return close;
  }

  /** A head of the final response goes out: from here on no other answer is possible. */
  void answering(int status, boolean closing) {
    answered = true;
    close |= closing;
    count(status);
  }

  void write(ByteBuf buf) {
    ChannelHandlerContext ctx = context;
    if (ctx == null || state == State.CLOSED) {
      buf.release();
      return;
    }
    frontend.counters.add(Traffic.BYTES_OUT, buf.readableBytes());
    ctx.writeAndFlush(buf, ctx.voidPromise());
    BackConnection from = back;
    if (!channel.isWritable() && from != null) {
      from.reading(false);
      pendingBytes = pending();
      loop.wheel.set(deadline, System.nanoTime() + frontend.clientNanos);
    }
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) {
    BackConnection from = back;
    if (!channel.isWritable()) {
      return;
    }
    if (from != null) {
      from.reading(true);
      if (body.complete()) {
        loop.wheel.clear(deadline);
      }
    } else if (state == State.IDLE || state == State.HEAD) {
      takeNext();
    }
  }

  /** The whole response is written. */
  void responseComplete() {
    back = null;
    endExchange();
    if (close || !body.complete()) {
      finish();
      return;
    }
    state = State.IDLE;
    loop.wheel.set(deadline, System.nanoTime() + frontend.httpKeepAliveNanos);
    takeNext();
  }

  private void endExchange() {
    frontend.backend.counters.add(Traffic.REQUESTS_NOW, -1);
    frontend.backend.totalTime.record(System.nanoTime() - startNanos);
  }

  /** Goes on with what the client sent ahead; a loop, so that many small requests need no stack. */
  private void takeNext() {
    if (takingNext) {
      return;
    }
    takingNext = true;
    while (state == State.IDLE && !stash.isEmpty() && channel.isWritable()) {
      ByteBuf ahead = loop.buffers.copyOf(stash.bytes(), stash.length());
      stash.clear();
      readHead(ahead);
    }
    takingNext = false;
    if (state == State.IDLE || state == State.HEAD) {
      boolean over = stash.isEmpty() || state == State.HEAD;
      if (over && (inputClosed || (state == State.IDLE && loop.draining()))) {
        finish();
        return;
      }
    }
    if (state != State.CLOSED) {
      updateReading();
    }
  }

  private void count(int status) {
    frontend.counters.increment(Traffic.ofStatus(status));
    frontend.backend.counters.increment(Traffic.ofStatus(status));
  }

  /** A server did not answer. */
  private void fail(Failure failure) {
    close |= !body.complete() || loop.draining() || (!bodyless && !sent);
    answer(OwnResponse.of(failure.status()));
  }

  private void answer(OwnResponse response) {
    answered = true;
    count(response.status());
    write(response.bytes(close, method == Method.HEAD));
    responseComplete();
  }

  /** The request breaks a rule: one answer if there is still room for it, and the end. */
  private void refuse(@Nullable Http1Violation violation) {
    frontend.counters.increment(Traffic.REFUSED);
    refuse(violation == null ? 400 : violation.status());
  }

  private void refuse(int status) {
    boolean exchange = state == State.EXCHANGE;
    if (exchange) {
      abandonServer();
      endExchange();
      if (answered) {
        close();
        return;
      }
      frontend.backend.counters.increment(Traffic.ofStatus(status));
    }
    frontend.counters.increment(Traffic.ofStatus(status));
    write(OwnResponse.of(status).bytes(true, exchange && method == Method.HEAD));
    finish();
  }

  /** Ends the connection so that the client notices that the response is not whole. */
  private void abort() {
    endExchange();
    if (!http11) {
      // A body that ends with the connection can only be cut short by a reset.
      channel.config().setOption(ChannelOption.SO_LINGER, 0);
    }
    close();
  }

  /** Writes out what is left, then says goodbye and waits for the client's goodbye. */
  private void finish() {
    ChannelHandlerContext ctx = context;
    if (ctx == null || state == State.CLOSED) {
      return;
    }
    state = State.LINGER;
    flushed = false;
    stash.clear();
    pendingBytes = pending();
    loop.wheel.set(deadline, System.nanoTime() + frontend.clientNanos);
    if (!channel.config().isAutoRead()) {
      channel.config().setAutoRead(true);
    }
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

  // Ends

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (!(event instanceof ChannelInputShutdownEvent)) {
      return;
    }
    inputClosed = true;
    switch (state) {
      case IDLE -> finish();
      case HEAD -> refuse(Http1Violation.BODY_INCOMPLETE);
      case EXCHANGE -> {
        if (sent && !body.complete()) {
          refuse(Http1Violation.BODY_INCOMPLETE);
        }
      }
      case LINGER -> {
        if (flushed) {
          close();
        }
      }
      case CLOSED -> {}
    }
  }

  @Override
  public void expired(long nowNanos) {
    long pendingNow = pending();
    if (pendingNow > 0 && pendingNow != pendingBytes) {
      pendingBytes = pendingNow;
      loop.wheel.set(deadline, nowNanos + frontend.clientNanos);
      return;
    }
    switch (state) {
      case HEAD -> refuse(408);
      case EXCHANGE -> {
        if (pendingNow > 0 || body.complete()) {
          abandonServer();
          endExchange();
          close();
        } else {
          refuse(408);
        }
      }
      case IDLE, LINGER -> close();
      case CLOSED -> {}
    }
  }

  /** The proxy stops: an unused connection closes now, a used one with its response. */
  void drain() {
    if (state == State.IDLE && pending() == 0) {
      close();
    } else if (state == State.IDLE) {
      finish();
    }
  }

  private long pending() {
    return channel.unsafe().outboundBuffer() == null
        ? 0
        : channel.unsafe().outboundBuffer().totalPendingWriteBytes();
  }

  private void abandonServer() {
    BackConnection server = back;
    back = null;
    if (server != null) {
      server.abandon();
    }
  }

  void close() {
    channel.close();
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    if (state == State.EXCHANGE && back != null) {
      frontend.counters.increment(Traffic.CLIENT_ABORTS);
      endExchange();
    }
    state = State.CLOSED;
    abandonServer();
    stash.clear();
    loop.wheel.remove(deadline);
    loop.closed(this);
    frontend.counters.add(Traffic.CONNECTIONS_NOW, -1);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    ctx.close();
  }
}
