package io.mainstay.proxy.netty;

import io.mainstay.proxy.http1.Framing;
import io.mainstay.proxy.http1.Http1HeadScanner;
import io.mainstay.proxy.http1.Http1Violation;
import io.mainstay.proxy.http1.ResponseHead;
import io.mainstay.proxy.http1.ResponseRules;
import io.mainstay.proxy.session.Failure;
import io.mainstay.proxy.stats.Traffic;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import org.jspecify.annotations.Nullable;

/**
 * A connection to a server. It belongs to one exchange while it has a request to answer, and to its
 * server's pool while it has none.
 */
@SuppressWarnings("FutureReturnValueIgnored") // A failed write closes the channel; that is seen.
final class BackConnection extends ChannelInboundHandlerAdapter implements Deadline.Owner {
  /** Interim responses to one request; no server has a reason to send more. */
  private static final int MOST_INTERIMS = 32;

  private static final int SWITCHING = 101;

  private enum State {
    CONNECTING,
    /** In the pool. */
    IDLE,
    /** A request is sent, its response's head is not complete. */
    AWAITING,
    /** Inside the response's body. */
    RELAYING,
    /** A tunnel has it. */
    TUNNEL,
    CLOSED
  }

  /** Neighbours in the pool. */
  @Nullable BackConnection newerIdle;

  @Nullable BackConnection olderIdle;

  private final ServerLoop server;
  private final LoopContext loop;
  private final Deadline deadline = new Deadline(this);
  private final Stash stash = new Stash();
  private final BodyRelay body;

  private @Nullable Exchange exchange;
  private @Nullable Channel channel;
  private @Nullable ChannelHandlerContext context;
  private State state = State.CONNECTING;
  private int requests;
  private long openedNanos;
  private boolean reused;
  private boolean heard;
  private boolean keepAlive;
  private int interims;

  /** Its end was no last word: what came before it may not be all. */
  private boolean broken;

  BackConnection(ServerLoop server, Exchange exchange) {
    this.server = server;
    this.loop = server.backend.loop;
    this.exchange = exchange;
    this.body = new BodyRelay(loop.responseLimits, Long.MAX_VALUE);
  }

  /** Whether it waits for a request in that server's pool. */
  boolean idleAt(ServerLoop other) {
    return server == other && state == State.IDLE;
  }

  /** Whether it was reused before without harm. */
  boolean proven() {
    return requests > 1;
  }

  /** Requests that it has had. */
  int requests() {
    return requests;
  }

  long openedNanos() {
    return openedNanos;
  }

  /** Closes it if it is unused. */
  void retireIfIdle() {
    if (state == State.IDLE) {
      server.remove(this);
      retire();
    }
  }

  ServerLoop server() {
    return server;
  }

  // Opening

  void connect() {
    server.open(this, () -> exchange != null, this::connectFailed);
  }

  private void connectFailed(Failure failure) {
    state = State.CLOSED;
    Exchange asker = exchange;
    exchange = null;
    if (asker != null) {
      asker.connectFailed(this, failure);
    }
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    context = ctx;
    channel = ctx.channel();
    ctx.channel()
        .config()
        .setRecvByteBufAllocator(new LoopReceiveAllocator(loop.buffers, loop.receiveBytes));
  }

  @Override
  public void channelActive(ChannelHandlerContext ctx) {
    server.counters.increment(Traffic.CONNECTIONS);
    server.counters.increment(Traffic.CONNECTIONS_NOW);
    Exchange asker = exchange;
    if (asker == null) {
      close();
      return;
    }
    openedNanos = System.nanoTime();
    begin(asker);
    reused = false;
    asker.connected(this);
  }

  // The request

  /** Takes on a request. */
  void begin(Exchange asker) {
    reused = state == State.IDLE;
    if (reused) {
      server.count(Traffic.REUSES);
    }
    server.counters.increment(Traffic.REQUESTS);
    server.counters.increment(Traffic.REQUESTS_NOW);
    requests++;
    exchange = asker;
    state = State.AWAITING;
    heard = false;
    interims = 0;
  }

  void send(ByteBuf buf) {
    ChannelHandlerContext ctx = context;
    if (ctx == null || state == State.CLOSED || !buf.isReadable()) {
      buf.release();
      return;
    }
    // The whole head has one deadline once it has begun; until then a server may wait for the body.
    boolean waiting =
        state == State.AWAITING ? stash.isEmpty() : ctx.channel().config().isAutoRead();
    if (waiting) {
      loop.wheel.set(deadline, System.nanoTime() + server.backend.serverNanos);
    }
    loop.flushes.send(ctx, buf);
  }

  boolean writable() {
    Channel to = channel;
    return to != null && to.isWritable();
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) {
    Exchange asker = exchange;
    if (asker != null) {
      asker.serverWritable();
    }
  }

  // The response

  void reading(boolean read) {
    Channel from = channel;
    if (from == null || !from.isOpen() || from.config().isAutoRead() == read) {
      return;
    }
    from.config().setAutoRead(read);
    if (state == State.RELAYING) {
      if (read) {
        loop.wheel.set(deadline, System.nanoTime() + server.backend.serverNanos);
      } else {
        // It is the client that is slow now.
        loop.wheel.clear(deadline);
      }
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    ByteBuf buf = (ByteBuf) message;
    Exchange asker = exchange;
    if (asker == null) {
      // Nobody asked: whatever this is, it must not become an answer (RFC 9112 section 9.2).
      buf.release();
      retireIfIdle();
      retire();
    } else if (state == State.AWAITING) {
      readHead(asker, buf);
    } else {
      readBody(asker, buf);
    }
  }

  private void readHead(Exchange asker, ByteBuf buf) {
    heard = true;
    ResponseHead response = loop.responseHead;
    while (true) {
      int result = loop.scan(buf, stash, response);
      if (result == Http1HeadScanner.INCOMPLETE) {
        buf.release();
        return;
      }
      if (result == Http1HeadScanner.REFUSED || violation(asker, response) != null) {
        buf.release();
        fail(Failure.BAD_RESPONSE);
        return;
      }
      if (response.status() == SWITCHING) {
        becomeTunnel(asker, response, buf);
        return;
      }
      if (!response.interim()) {
        answer(asker, response, buf);
        return;
      }
      if (++interims > MOST_INTERIMS) {
        buf.release();
        fail(Failure.BAD_RESPONSE);
        return;
      }
      if (asker.request.http11()) {
        loop.writer.response(response, Framing.UNTIL_CLOSE, false);
        asker.write(loop.buffers.copyOf(loop.writer.bytes(), loop.writer.length()));
      }
      loop.wheel.set(deadline, System.nanoTime() + server.backend.serverNanos);
    }
  }

  private static @Nullable Http1Violation violation(Exchange asker, ResponseHead response) {
    return response.status() == SWITCHING && asker.request.upgrade()
        ? ResponseRules.checkSwitching(response)
        : ResponseRules.check(response, asker.request.method());
  }

  /** The server takes the upgrade: from here on nobody looks into what passes. */
  private void becomeTunnel(Exchange asker, ResponseHead response, ByteBuf buf) {
    ChannelHandlerContext ctx = context;
    if (ctx == null) {
      buf.release();
      return;
    }
    server.counters.increment(Traffic.ofStatus(SWITCHING));
    loop.wheel.remove(deadline);
    loop.writer.switching(response);
    ByteBuf toClient = BodyRelay.prepend(buf, loop.writer.bytes(), loop.writer.length());
    state = State.TUNNEL;
    exchange = null;
    asker.becomeTunnel(server, ctx, toClient);
  }

  private void answer(Exchange asker, ResponseHead response, ByteBuf buf) {
    Framing in = response.framing();
    boolean framed = in == Framing.NONE || in == Framing.LENGTH;
    Framing out = framed ? in : asker.request.http11() ? Framing.CHUNKED : Framing.UNTIL_CLOSE;
    boolean closing = asker.closesAfterResponse() || out == Framing.UNTIL_CLOSE;
    keepAlive =
        response.minorVersion() > 0
            && !response.close()
            && in != Framing.UNTIL_CLOSE
            && asker.request.complete();
    body.begin(in, response.contentLength(), out);
    if (body.relay(buf, null) != null) {
      buf.release();
      fail(Failure.BAD_RESPONSE);
      return;
    }
    loop.writer.response(response, out, closing);
    state = State.RELAYING;
    server.counters.increment(Traffic.ofStatus(response.status()));
    asker.answeredByServer();
    asker.answering(response.status(), closing);
    asker.write(BodyRelay.prepend(buf, loop.writer.bytes(), loop.writer.length()));
    progress();
  }

  private void readBody(Exchange asker, ByteBuf buf) {
    if (body.relay(buf, null) != null) {
      buf.release();
      fail(Failure.BAD_RESPONSE);
      return;
    }
    if (buf.isReadable()) {
      asker.write(buf);
    } else {
      buf.release();
    }
    progress();
  }

  private void progress() {
    if (exchange == null) {
      return;
    }
    if (body.complete()) {
      complete();
    } else if (channel != null && channel.config().isAutoRead()) {
      loop.wheel.set(deadline, System.nanoTime() + server.backend.serverNanos);
    }
  }

  private void complete() {
    Exchange asker = exchange;
    release();
    reading(true);
    // The pool's rule: all sent, all read, nothing left over, and both sides want to go on.
    if (keepAlive && body.surplus() == 0 && server.keep(this)) {
      state = State.IDLE;
      loop.wheel.set(deadline, System.nanoTime() + server.backend.idleNanos);
    } else {
      close();
    }
    if (asker != null) {
      asker.responseComplete();
    }
  }

  private void release() {
    if (exchange != null && state != State.CONNECTING) {
      server.counters.add(Traffic.REQUESTS_NOW, -1);
    }
    exchange = null;
  }

  // Ends

  private void fail(Failure failure) {
    Exchange asker = exchange;
    boolean silent = !heard || failure != Failure.SERVER_CLOSED;
    boolean repeatable = silent && interims == 0;
    release();
    close();
    if (asker != null) {
      asker.serverFailed(this, failure, reused, repeatable);
    }
  }

  /** The client is gone, or what it sent is refused: this connection is of no more use. */
  void abandon() {
    release();
    close();
  }

  /** Closes a connection that is out of the pool. */
  void retire() {
    state = State.CLOSED;
    close();
  }

  private void close() {
    Channel closing = channel;
    if (closing != null) {
      closing.flush();
      loop.transport.close(closing);
    }
  }

  @Override
  public void expired(long nowNanos) {
    if (state == State.IDLE) {
      retireIfIdle();
    } else if (exchange != null) {
      fail(Failure.SERVER_TIMEOUT);
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    loop.wheel.remove(deadline);
    server.counters.add(Traffic.CONNECTIONS_NOW, -1);
    State was = state;
    state = State.CLOSED;
    Exchange asker = exchange;
    if (was == State.IDLE) {
      server.remove(this);
    } else if (asker != null
        && was == State.RELAYING
        && body.in() == Framing.UNTIL_CLOSE
        && !broken) {
      asker.write(body.untilCloseEnd());
      complete();
    } else if (asker != null) {
      fail(Failure.SERVER_CLOSED);
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    broken = true;
    server.fault(cause);
    ctx.close();
  }
}
