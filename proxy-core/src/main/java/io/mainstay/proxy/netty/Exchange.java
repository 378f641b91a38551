package io.mainstay.proxy.netty;

import io.mainstay.proxy.balance.RoundRobin;
import io.mainstay.proxy.http1.Framing;
import io.mainstay.proxy.http1.Http1Violation;
import io.mainstay.proxy.http1.Method;
import io.mainstay.proxy.http1.RequestHead;
import io.mainstay.proxy.session.Failure;
import io.mainstay.proxy.session.RetryRule;
import io.mainstay.proxy.stats.Traffic;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * One request and its answer: picks a server, connects, sends, tries again where that is allowed. A
 * client connection has one of these and uses it for request after request.
 */
final class Exchange {
  private final FrontConnection front;
  private final FrontendLoop frontend;
  private final BackendLoop backend;
  private final LoopContext loop;
  private final Stash ahead;
  private final BodyRelay body;
  private final int[] tried = new int[RetryRule.CONNECT_RETRIES + 1];

  /** The head as it goes to a server; kept because it may have to go twice. */
  private byte[] head = {};

  private int headLength;
  private @Nullable BackConnection back;
  private @Nullable Method method;
  private boolean http11;
  private boolean close;
  private boolean bodyless;
  private boolean sent;
  private boolean repeated;
  private boolean answered;
  private int attempts;
  private long startNanos;

  /**
   * The exchanges of one connection.
   *
   * @param ahead what the client sent and is not to be sent on yet
   */
  Exchange(FrontConnection front, FrontendLoop frontend, Stash ahead) {
    this.front = front;
    this.frontend = frontend;
    this.backend = frontend.backend;
    this.loop = frontend.loop;
    this.ahead = ahead;
    this.body = new BodyRelay(loop.limits, loop.limits.bodyBytes());
  }

  /** Takes on a checked request. */
  void begin(RequestHead request, long nowNanos) {
    startNanos = nowNanos;
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
    frontend.counters.increment(Traffic.REQUESTS);
    backend.counters.increment(Traffic.REQUESTS);
    backend.counters.increment(Traffic.REQUESTS_NOW);
  }

  /** Counts the end, whatever it was. */
  void end() {
    backend.counters.add(Traffic.REQUESTS_NOW, -1);
    backend.totalTime.record(System.nanoTime() - startNanos);
  }

  // What others ask

  @Nullable Method method() {
    return method;
  }

  boolean http11() {
    return http11;
  }

  boolean bodyless() {
    return bodyless;
  }

  boolean sent() {
    return sent;
  }

  boolean answered() {
    return answered;
  }

  boolean requestComplete() {
    return body.complete();
  }

  /** Whether more of the request's body can be sent on right away. */
  boolean takesBody() {
    BackConnection to = back;
    return sent && to != null && to.writable();
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

  void count(int status) {
    frontend.counters.increment(Traffic.ofStatus(status));
    backend.counters.increment(Traffic.ofStatus(status));
  }

  // To a server

  /** Sends the request on: its head and what came of its body with it. */
  void dispatch(RequestHead request, byte[] client, ByteBuf rest) {
    loop.writer.request(request, frontend.forwarded, client);
    headLength = loop.writer.length();
    if (head.length < headLength) {
      head = new byte[headLength + 256];
    }
    System.arraycopy(loop.writer.bytes(), 0, head, 0, headLength);
    int index = backend.state.turns.next();
    if (index == RoundRobin.NONE) {
      rest.release();
      fail(Failure.NO_SERVER);
      return;
    }
    tried[attempts++] = index;
    ServerLoop server = backend.servers[index];
    BackConnection idle = server.take();
    if (idle != null) {
      back = idle;
      idle.begin(this);
      send(idle, rest);
    } else {
      setAside(rest);
      connect(server);
    }
  }

  /** Keeps bytes for later. */
  void setAside(ByteBuf buf) {
    ahead.append(buf, buf.readerIndex(), buf.readableBytes());
    buf.release();
  }

  private void connect(ServerLoop server) {
    back = server.connect(this);
    front.updateReading();
  }

  /** The connection to the server is open. */
  void connected(BackConnection opened) {
    ByteBuf rest = loop.buffers.copyOf(ahead.bytes(), ahead.length());
    ahead.clear();
    send(opened, rest);
    front.updateReading();
  }

  private void send(BackConnection to, ByteBuf rest) {
    Http1Violation violation = body.relay(rest, ahead);
    if (violation != null) {
      rest.release();
      front.refuse(violation);
      return;
    }
    sent = true;
    to.send(BodyRelay.prepend(rest, head, headLength));
    front.bodyProgress(startNanos);
  }

  /** Passes on what came of the body, or keeps what cannot be passed on yet. */
  void relay(ByteBuf buf) {
    BackConnection to = back;
    if (body.complete() || !sent || to == null) {
      setAside(buf);
      return;
    }
    Http1Violation violation = body.relay(buf, ahead);
    if (violation != null) {
      buf.release();
      front.refuse(violation);
      return;
    }
    to.send(buf);
    front.bodyProgress(System.nanoTime());
  }

  // Failures

  /** The connection to a server did not open; nothing was sent, so any other may be tried. */
  void connectFailed(BackConnection failed, Failure failure) {
    back = null;
    failed.server().counters.increment(Traffic.CONNECTION_ERRORS);
    int index =
        RetryRule.connectAgain(attempts)
            ? backend.state.turns.nextExcept(tried, attempts)
            : RoundRobin.NONE;
    if (index == RoundRobin.NONE) {
      fail(failure);
      return;
    }
    failed.server().counters.increment(Traffic.RETRIES);
    tried[attempts++] = index;
    connect(backend.servers[index]);
  }

  /**
   * The server closed the connection, or failed in another way, before all was answered.
   *
   * @param reused whether the connection had served a request before
   * @param silent whether no byte of an answer came
   */
  void serverFailed(BackConnection failed, Failure failure, boolean reused, boolean silent) {
    back = null;
    if (failure == Failure.SERVER_CLOSED
        && silent
        && RetryRule.sendAgain(reused, repeated, bodyless, method)) {
      repeated = true;
      sent = false;
      failed.server().counters.increment(Traffic.RETRIES);
      connect(failed.server());
      return;
    }
    failed.server().counters.increment(Traffic.RESPONSE_ERRORS);
    if (answered) {
      front.abort();
    } else {
      fail(failure);
    }
  }

  private void fail(Failure failure) {
    answer(OwnResponse.of(failure.status()));
  }

  /** The proxy itself answers. */
  void answer(OwnResponse response) {
    boolean closing = closesAfterResponse();
    answering(response.status(), closing);
    front.write(response.bytes(closing, method == Method.HEAD));
    responseComplete();
  }

  /** Gives the server up; returns whether there was one. */
  boolean abandon() {
    BackConnection server = back;
    back = null;
    if (server != null) {
      server.abandon();
    }
    return server != null;
  }

  // To the client

  void write(ByteBuf buf) {
    front.write(buf);
  }

  /** The server's connection has room again, or none any more. */
  void serverWritable() {
    front.updateReading();
  }

  /** Stops or resumes reading the answer. */
  void reading(boolean read) {
    BackConnection from = back;
    if (from != null) {
      from.reading(read);
    }
  }

  /** The whole response is written. */
  void responseComplete() {
    back = null;
    end();
    front.exchangeComplete(close || !body.complete());
  }
}
