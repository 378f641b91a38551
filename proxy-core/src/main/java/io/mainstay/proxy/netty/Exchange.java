package io.mainstay.proxy.netty;

import io.mainstay.proxy.HttpReuse;
import io.mainstay.proxy.OwnAnswer;
import io.mainstay.proxy.http1.ClientFields;
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
import io.mainstay.proxy.session.ReuseRule.Repetition;
import io.mainstay.proxy.session.TerminationState;
import io.mainstay.proxy.session.TerminationState.Answering;
import io.mainstay.proxy.stats.SessionMeter;
import io.mainstay.proxy.stats.Traffic;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import org.jspecify.annotations.Nullable;

/**
 * One request and its answer: has it sent to a server, or again to another where that is allowed,
 * and the answer written. A client connection has one of these and uses it for request after
 * request.
 */
final class Exchange implements Assignment.Session {
  /** The status of a request that nothing answered yet. */
  private static final int UNANSWERED = 0;

  final RelayedRequest request;

  private final FrontConnection front;
  private final FrontendLoop frontend;
  private final BackendLoop backend;
  private final LoopContext loop;
  private final Stash ahead;
  private final SessionMeter meter = new SessionMeter();
  private final Assignment assignment;
  private @Nullable BackConnection back;

  /** The connection that the client used last, where it may use no other's. */
  private @Nullable BackConnection own;

  private ReuseRule.Turn turn = ReuseRule.Turn.FIRST;
  private boolean close;
  private Race race = Race.NONE;
  private boolean answered;
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
    this.request = new RelayedRequest(loop.limits, ahead, meter);
    this.assignment = new Assignment(this, frontend, frontend.backend, meter);
  }

  /** Takes on a checked request. */
  void begin(RequestHead head, long nowNanos) {
    request.begin(head);
    if (frontend.listener != null) {
      request.keepLine(head);
    }
    // RFC 9112 section 9.3: a proxy does not keep a connection to an HTTP/1.0 client.
    close = head.close() || !request.http11();
    status = UNANSWERED;
    ending = TerminationState.NORMAL;
    race = Race.NONE;
    answered = false;
    frontend.counters.increment(Traffic.REQUESTS);
    frontend.requestRate.increment(nowNanos);
    assignment.begin(nowNanos);
  }

  /** Lets the client's connection end behind the answer. */
  void lastOnConnection() {
    close = true;
  }

  /** Counts the end, whatever it was. */
  void end() {
    if (status == UNANSWERED) {
      count(UNANSWERED);
    }
    assignment.end(ending);
    if (frontend.listener != null) {
      frontend.report(assignment.record(front, ending, request.line(), status));
    }
  }

  /** Remembers why it ends; what came first counts. */
  void endedBy(TerminationState state) {
    if (ending.by() == EndedBy.NOBODY) {
      ending = state;
    }
  }

  /** The client's side ends it. */
  void endedByClient(EndedBy by) {
    endedBy(
        assignment.queued()
            ? TerminationState.of(by, EndedIn.QUEUE)
            : TerminationState.clientSide(
                by, request.sending(), answered ? Answering.BEGUN : Answering.NOTHING));
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

  /** Whether it waits for a server to have room. */
  boolean queued() {
    return assignment.queued();
  }

  boolean answered() {
    return answered;
  }

  /** Whether more of the request's body can be sent on right away. */
  boolean takesBody() {
    BackConnection to = back;
    return request.sent() && to != null && to.writable();
  }

  /** Whether the connection ends with the response whose head is about to be written. */
  boolean closesAfterResponse() {
    close |= !request.complete() || loop.draining();
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
  void dispatch(RequestHead head, ClientFields client, ByteBuf rest) {
    loop.writer.request(head, client);
    request.keepHead(loop.writer);
    ServerLoop server = assignment.first();
    BackConnection idle = server == null ? null : take(server);
    if (idle != null) {
      reuse(idle);
      send(idle, rest);
    } else {
      setAside(rest);
      proceed(server);
    }
  }

  private @Nullable BackConnection take(ServerLoop server) {
    boolean repeatable = backend.retry.retries() > 0 && request.repeatable();
    Repetition repetition = repeatable ? Repetition.ALLOWED : Repetition.FORBIDDEN;
    return server.take(ReuseRule.of(backend.httpReuse, turn, repetition), own);
  }

  private void reuse(BackConnection idle) {
    meter.reused();
    back = idle;
    idle.begin(this);
  }

  /** Goes to this server; without one waits, or fails if there is nothing to wait for. */
  private void proceed(@Nullable ServerLoop server) {
    if (server != null) {
      connect(server);
    } else if (assignment.waits()) {
      front.updateReading();
    } else {
      fail(assignment.failure());
    }
  }

  private void connect(ServerLoop server) {
    back = server.connect(this);
    front.updateReading();
  }

  @Override
  public void assigned(ServerLoop server) {
    BackConnection idle = assignment.tries() == 1 ? take(server) : null;
    if (idle != null) {
      reuse(idle);
      sendAside(idle);
    } else {
      connect(server);
    }
  }

  @Override
  public void unassigned(Failure failure) {
    fail(failure);
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
    Http1Violation violation = request.send(to, rest);
    if (violation != null) {
      front.refuse(violation);
    } else {
      front.bodyProgress(meter.startNanos());
    }
  }

  /** Passes on what came of the body, or keeps what cannot be passed on yet. */
  void relay(ByteBuf buf) {
    BackConnection to = back;
    if (request.complete() || !request.sent() || to == null) {
      setAside(buf);
      return;
    }
    Http1Violation violation = request.sendMore(to, buf);
    if (violation != null) {
      front.refuse(violation);
    } else {
      front.bodyProgress(System.nanoTime());
    }
  }

  /** Keeps bytes for later. */
  void setAside(ByteBuf buf) {
    ahead.append(buf, buf.readerIndex(), buf.readableBytes());
    buf.release();
  }

  // Failures

  /** The connection to a server did not open; nothing was sent, so any other may be tried. */
  void connectFailed(BackConnection failed, Failure failure) {
    back = null;
    failed.server().count(Traffic.CONNECTION_ERRORS);
    Verdict verdict = RetryRule.notConnected(backend.retry, assignment.tries(), race);
    proceed(assignment.again(verdict, failure));
  }

  /**
   * The server closed the connection, or failed in another way, before all was answered.
   *
   * @param reused whether the connection had served a request before
   * @param repeatable whether nothing of an answer was heard or passed on
   */
  void serverFailed(BackConnection failed, Failure failure, boolean reused, boolean repeatable) {
    back = null;
    Failure left = failure;
    if (repeatable && !answered && request.repeatable()) {
      ServerLoop next = assignment.again(verdict(failure, reused), failure);
      if (next != null || assignment.waits()) {
        request.takeBack();
        proceed(next);
        return;
      }
      left = assignment.failure();
    }
    failed.server().count(Traffic.RESPONSE_ERRORS);
    if (answered) {
      endedBy(TerminationState.serverSide(failure, Answering.BEGUN));
      front.abort();
    } else {
      fail(left);
    }
  }

  private Verdict verdict(Failure failure, boolean reused) {
    Race lost = reused && race == Race.NONE ? Race.KEPT_CONNECTION : race;
    if (reused) {
      race = Race.REPETITION;
    }
    return RetryRule.sent(backend.retry, failure, assignment.tries(), lost);
  }

  private void fail(Failure failure) {
    endedBy(TerminationState.serverSide(failure, Answering.NOTHING));
    answer(OwnResponse.of(failure.status()));
  }

  /** The proxy itself answers. */
  void answer(OwnResponse response) {
    OwnAnswer answer = frontend.answers.of(response);
    boolean closing = closesAfterResponse() || answer.closes();
    answering(response.status(), closing);
    front.write(AnswerTable.bytes(answer, closing, request.method() == Method.HEAD));
    responseComplete();
  }

  /** Gives up the server, or the wait for one; returns whether there was either. */
  boolean abandon() {
    BackConnection server = back;
    back = null;
    if (server != null) {
      server.abandon();
    }
    return assignment.abandon() || server != null;
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
    front.exchangeComplete(close || !request.complete());
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
