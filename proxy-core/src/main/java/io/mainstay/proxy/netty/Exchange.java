package io.mainstay.proxy.netty;

import io.mainstay.proxy.HttpReuse;
import io.mainstay.proxy.SessionRecord;
import io.mainstay.proxy.balance.RoundRobin;
import io.mainstay.proxy.http1.ClientFields;
import io.mainstay.proxy.http1.Framing;
import io.mainstay.proxy.http1.Http1Violation;
import io.mainstay.proxy.http1.Method;
import io.mainstay.proxy.http1.RequestHead;
import io.mainstay.proxy.session.EndedBy;
import io.mainstay.proxy.session.EndedIn;
import io.mainstay.proxy.session.Failure;
import io.mainstay.proxy.session.RetryRule;
import io.mainstay.proxy.session.RetryRule.Race;
import io.mainstay.proxy.session.RetryRule.Verdict;
import io.mainstay.proxy.session.ReuseRule;
import io.mainstay.proxy.session.TerminationState;
import io.mainstay.proxy.session.TerminationState.Answering;
import io.mainstay.proxy.session.TerminationState.Sending;
import io.mainstay.proxy.stats.SessionMeter;
import io.mainstay.proxy.stats.Traffic;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * One request and its answer: picks a server, connects, sends, tries again where that is allowed. A
 * client connection has one of these and uses it for request after request.
 */
final class Exchange implements Ticket.Holder, Deadline.Owner {
  private final FrontConnection front;
  private final FrontendLoop frontend;
  private final BackendLoop backend;
  private final LoopContext loop;
  private final Stash ahead;
  private final BodyRelay body;
  private final int[] tried;

  /** The head as it goes to a server; kept because it may have to go twice. */
  private byte[] head = {};

  private int headLength;
  private @Nullable BackConnection back;

  /** The wait for a server, while there is one. */
  private @Nullable Ticket ticket;

  /** Before the same server is tried again. */
  private final Deadline pause = new Deadline(this);

  private boolean pausing;

  /** The connection that the client used last, where it may use no other's. */
  private @Nullable BackConnection own;

  private ReuseRule.Turn turn = ReuseRule.Turn.FIRST;

  /** Whose slot it has, or {@link RoundRobin#NONE}. */
  private int slot = RoundRobin.NONE;

  private @Nullable Method method;
  private boolean http11;
  private boolean close;
  private boolean bodyless;
  private boolean upgrade;
  private boolean sent;
  private Race race = Race.NONE;
  private boolean answered;
  private int tries;
  private final SessionMeter meter = new SessionMeter();
  private int status;
  private TerminationState ending = TerminationState.NORMAL;

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
    this.tried = new int[backend.retry.retries() + 1];
    this.body = new BodyRelay(loop.limits, loop.limits.bodyBytes());
  }

  /** Takes on a checked request. */
  void begin(RequestHead request, long nowNanos) {
    meter.begin(nowNanos);
    method = request.method();
    http11 = request.minorVersion() > 0;
    // RFC 9112 section 9.3: a proxy does not keep a connection to an HTTP/1.0 client.
    close = request.close() || !http11;
    bodyless = request.framing() == Framing.NONE;
    upgrade = request.upgrade();
    headLength = 0;
    status = 0;
    ending = TerminationState.NORMAL;
    sent = false;
    race = Race.NONE;
    answered = false;
    tries = 0;
    body.begin(request.framing(), request.contentLength(), request.framing());
    frontend.counters.increment(Traffic.REQUESTS);
    frontend.requestRate.increment(nowNanos);
    backend.begin(nowNanos);
  }

  /** Lets the client's connection end behind the answer. */
  void lastOnConnection() {
    close = true;
  }

  /** Counts the end, whatever it was. */
  void end() {
    meter.end(System.nanoTime());
    releaseSlot();
    backend.end(tries == 0 ? null : backend.servers[tried[tries - 1]], meter, ending);
    frontend.terminations.increment(ending);
    if (frontend.listener != null) {
      front.report(record(), frontend.listener);
    }
  }

  private SessionRecord record() {
    int lineEnd = 0;
    while (lineEnd < headLength && head[lineEnd] != '\r') {
      lineEnd++;
    }
    return new SessionRecord(
        frontend.name,
        backend.state.backend.name(),
        tries == 0 ? null : backend.servers[tried[tries - 1]].server.name(),
        front.client(),
        new String(head, 0, lineEnd, StandardCharsets.ISO_8859_1),
        status,
        ending,
        tries,
        meter.bytesIn(),
        meter.bytesOut(),
        meter.queueNanos(),
        meter.connectNanos(),
        meter.responseNanos(),
        meter.totalNanos());
  }

  /** Remembers why it ends; what came first counts. */
  void endedBy(TerminationState state) {
    if (ending.by() == EndedBy.NOBODY) {
      ending = state;
    }
  }

  /** The client's side ends it. */
  void endedByClient(EndedBy by) {
    if (ticket != null) {
      endedBy(TerminationState.of(by, EndedIn.QUEUE));
      return;
    }
    Sending sending = !sent ? Sending.NOTHING : body.complete() ? Sending.ALL : Sending.BODY;
    endedBy(
        TerminationState.clientSide(by, sending, answered ? Answering.BEGUN : Answering.NOTHING));
  }

  /** When it began. */
  long beganNanos() {
    return meter.startNanos();
  }

  /** Some of the request came. */
  void read(long bytes) {
    meter.read(bytes);
  }

  /** Some of the answer is written. */
  void wrote(long bytes) {
    meter.wrote(bytes);
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

  /** Whether the request asks for another protocol. */
  boolean upgrade() {
    return upgrade;
  }

  /** Whether it waits for a server to have room. */
  boolean queued() {
    return ticket != null;
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

  /** The head of a server's final answer is here. */
  void answeredByServer() {
    meter.answered(System.nanoTime());
  }

  void count(int status) {
    this.status = status;
    frontend.counters.increment(Traffic.ofStatus(status));
    backend.counters.increment(Traffic.ofStatus(status));
  }

  // To a server

  /** Sends the request on: its head and what came of its body with it. */
  void dispatch(RequestHead request, ClientFields client, ByteBuf rest) {
    loop.writer.request(request, client);
    headLength = loop.writer.length();
    if (head.length < headLength) {
      head = new byte[headLength + 256];
    }
    System.arraycopy(loop.writer.bytes(), 0, head, 0, headLength);
    int index = backend.next();
    if (index == RoundRobin.NONE) {
      setAside(rest);
      fail(Failure.NO_SERVER);
      return;
    }
    if (index == BackendState.FULL) {
      setAside(rest);
      queue();
      return;
    }
    ServerLoop server = chosen(index, meter.startNanos());
    BackConnection idle = take(server);
    if (idle != null) {
      meter.reused();
      back = idle;
      idle.begin(this);
      send(idle, rest);
    } else {
      setAside(rest);
      connect(server);
    }
  }

  private ServerLoop chosen(int index, long nowNanos) {
    slot = index;
    meter.assigned(nowNanos);
    tried[tries++] = index;
    return backend.servers[index];
  }

  private @Nullable BackConnection take(ServerLoop server) {
    boolean repeatable = backend.retry.retries() > 0 && RetryRule.repeatable(method, bodyless);
    ReuseRule rule =
        ReuseRule.of(
            backend.httpReuse,
            turn,
            repeatable ? ReuseRule.Repetition.ALLOWED : ReuseRule.Repetition.FORBIDDEN);
    return server.take(rule, own);
  }

  private void releaseSlot() {
    int held = slot;
    if (held != RoundRobin.NONE) {
      slot = RoundRobin.NONE;
      backend.state.release(held);
    }
  }

  // In the queue

  private void queue() {
    ticket = backend.queue(this);
    if (ticket == null) {
      fail(Failure.QUEUE_FULL);
    } else {
      front.updateReading();
    }
  }

  @Override
  public void admitted(int index, long waitedNanos) {
    ticket = null;
    ServerLoop server = chosen(index, System.nanoTime());
    BackConnection idle = tries == 1 ? take(server) : null;
    if (idle != null) {
      meter.reused();
      back = idle;
      idle.begin(this);
      sendAside(idle);
    } else {
      connect(server);
    }
  }

  @Override
  public void refused() {
    ticket = null;
    endedBy(TerminationState.of(EndedBy.SERVER, EndedIn.QUEUE));
    fail(Failure.NO_SERVER);
  }

  @Override
  public void waitedTooLong() {
    ticket = null;
    fail(Failure.QUEUE_TIMEOUT);
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
    meter.connected(System.nanoTime());
    sendAside(opened);
  }

  private void sendAside(BackConnection opened) {
    ByteBuf rest = loop.buffers.copyOf(ahead.bytes(), ahead.length());
    ahead.clear();
    send(opened, rest);
    front.updateReading();
  }

  private void send(BackConnection to, ByteBuf rest) {
    sent = true;
    Http1Violation violation = relayBody(rest);
    if (violation != null) {
      rest.release();
      front.refuse(violation);
      return;
    }
    to.send(BodyRelay.prepend(rest, head, headLength));
    front.bodyProgress(meter.startNanos());
  }

  private @Nullable Http1Violation relayBody(ByteBuf buf) {
    int bytes = buf.readableBytes();
    Http1Violation violation = body.relay(buf, ahead);
    meter.read(violation == null ? bytes - body.surplus() : bytes);
    return violation;
  }

  /** Passes on what came of the body, or keeps what cannot be passed on yet. */
  void relay(ByteBuf buf) {
    BackConnection to = back;
    if (body.complete() || !sent || to == null) {
      setAside(buf);
      return;
    }
    Http1Violation violation = relayBody(buf);
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
    Verdict verdict = RetryRule.notConnected(backend.retry, tries, race);
    if (!again(verdict, failed.server())) {
      fail(failure);
    }
  }

  /**
   * The server closed the connection, or failed in another way, before all was answered.
   *
   * @param reused whether the connection had served a request before
   * @param repeatable whether nothing of an answer was heard or passed on
   */
  void serverFailed(BackConnection failed, Failure failure, boolean reused, boolean repeatable) {
    back = null;
    if (repeatable && !answered && RetryRule.repeatable(method, bodyless)) {
      Verdict verdict =
          RetryRule.sent(
              backend.retry,
              failure,
              tries,
              reused && race == Race.NONE ? Race.KEPT_CONNECTION : race);
      if (reused) {
        race = Race.REPETITION;
      }
      sent = false;
      if (again(verdict, failed.server())) {
        return;
      }
      sent = true;
    }
    failed.server().counters.increment(Traffic.RESPONSE_ERRORS);
    if (answered) {
      endedBy(TerminationState.serverSide(failure, Answering.BEGUN));
      front.abort();
    } else {
      fail(failure);
    }
  }

  /** Does as the rule says; false when there is nothing to be done any more. */
  private boolean again(Verdict verdict, ServerLoop failed) {
    if (verdict == Verdict.GIVE_UP) {
      return false;
    }
    if (verdict != Verdict.OTHER_SERVER) {
      backend.retried(failed, false);
      tried[tries] = tried[tries - 1];
      tries++;
      if (verdict == Verdict.SAME_SERVER) {
        connect(failed);
      } else {
        pausing = true;
        loop.wheel.set(pause, System.nanoTime() + backend.pauseNanos);
        front.updateReading();
      }
      return true;
    }
    releaseSlot();
    int index = backend.next(tried, tries);
    if (index == RoundRobin.NONE) {
      return false;
    }
    if (index == BackendState.FULL) {
      backend.retried(failed, true);
      queue();
    } else {
      backend.retried(failed, index != tried[tries - 1]);
      connect(chosen(index, System.nanoTime()));
    }
    return true;
  }

  /** The pause is over. */
  @Override
  public void expired(long nowNanos) {
    if (pausing) {
      pausing = false;
      connect(backend.servers[tried[tries - 1]]);
    }
  }

  private void fail(Failure failure) {
    endedBy(TerminationState.serverSide(failure, Answering.NOTHING));
    answer(OwnResponse.of(failure.status()));
  }

  /** The proxy itself answers. */
  void answer(OwnResponse response) {
    boolean closing = closesAfterResponse();
    answering(response.status(), closing);
    front.write(response.bytes(closing, method == Method.HEAD));
    responseComplete();
  }

  /** Gives up the server, or the wait for one; returns whether there was either. */
  boolean abandon() {
    BackConnection server = back;
    back = null;
    if (server != null) {
      server.abandon();
    }
    Ticket waiting = ticket;
    ticket = null;
    if (waiting != null) {
      waiting.abandon();
    }
    boolean paused = pausing;
    pausing = false;
    loop.wheel.remove(pause);
    return server != null || waiting != null || paused;
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

  /** The server takes the upgrade that the request asks for. */
  void becomeTunnel(ServerLoop server, ChannelHandlerContext to, ByteBuf toClient) {
    back = null;
    answeredByServer();
    answering(101, true);
    front.becomeTunnel(server, to, toClient);
  }

  /** The whole response is written. */
  void responseComplete() {
    BackConnection used = back;
    back = null;
    turn = ReuseRule.Turn.LATER;
    if (backend.httpReuse == HttpReuse.NEVER && used != null && used != own) {
      closeOwn();
      own = used;
    }
    end();
    front.exchangeComplete(close || !body.complete());
  }

  /** The client is gone, and with it whoever may use its connection to a server. */
  void closeOwn() {
    BackConnection unused = own;
    own = null;
    if (unused != null) {
      unused.retireIfIdle();
    }
  }
}
