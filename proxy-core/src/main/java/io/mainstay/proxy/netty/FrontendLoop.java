package io.mainstay.proxy.netty;

import io.mainstay.proxy.AddressRange;
import io.mainstay.proxy.FailedHandshake;
import io.mainstay.proxy.Forwarded;
import io.mainstay.proxy.ForwardedFor;
import io.mainstay.proxy.Frontend;
import io.mainstay.proxy.FrontendMode;
import io.mainstay.proxy.SessionListener;
import io.mainstay.proxy.SessionLoad;
import io.mainstay.proxy.SessionRecord;
import io.mainstay.proxy.http1.ClientFields;
import io.mainstay.proxy.http1.ClientFields.Policy;
import io.mainstay.proxy.queue.SharedCount;
import io.mainstay.proxy.session.EndedBy;
import io.mainstay.proxy.session.EndedIn;
import io.mainstay.proxy.session.TerminationState;
import io.mainstay.proxy.stats.Counters;
import io.mainstay.proxy.stats.Rate;
import io.mainstay.proxy.stats.SessionMeter;
import io.mainstay.proxy.stats.Terminations;
import io.mainstay.proxy.stats.Traffic;
import io.mainstay.proxy.tls.NameTable;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.SocketChannel;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One frontend as one event loop sees it. */
final class FrontendLoop {
  final LoopContext loop;
  final BackendLoop backend;
  final Counters<Traffic> counters = new Counters<>(Traffic.class);
  final Rate connectionRate = new Rate();
  final Rate requestRate = new Rate();

  /** Its connections on all event loops: only all of them together know the most at a time. */
  private final SharedCount together;

  final Terminations terminations = new Terminations();
  final String name;
  final @Nullable SessionListener listener;
  final FrontendMode mode;
  final long clientNanos;
  final long httpRequestNanos;
  final long httpKeepAliveNanos;

  /** Before there is a valid request. */
  final AnswerTable earlyAnswers;

  /** To a valid request. */
  final AnswerTable answers;

  private final ForwardedFor forwardedFor;
  private final Forwarded forwarded;
  private final List<AddressRange> trustedProxies;
  private final List<AddressRange> forwardedForExcept;

  /** By the name that a client asks for; null where nobody looks. */
  private final @Nullable NameTable<BackendLoop> sniBackends;

  FrontendLoop(
      LoopContext loop,
      Frontend frontend,
      BackendLoop backend,
      @Nullable SessionListener listener,
      SharedCount together) {
    this.together = together;
    this.name = frontend.name();
    this.listener = listener == null ? null : listener.of(name);
    this.loop = loop;
    this.backend = backend;
    this.earlyAnswers = new AnswerTable(frontend.ownAnswers());
    this.answers = new AnswerTable(backend.state.backend.ownAnswers(), frontend.ownAnswers());
    this.trustedProxies = frontend.trustedProxies();
    this.forwardedForExcept = frontend.forwardedForExcept();
    this.mode = frontend.mode();
    this.clientNanos = frontend.timeouts().client().toNanos();
    this.httpRequestNanos = frontend.timeouts().httpRequest().toNanos();
    this.httpKeepAliveNanos = frontend.timeouts().httpKeepAlive().toNanos();
    this.forwardedFor = frontend.forwardedFor();
    this.forwarded = frontend.forwarded();
    this.sniBackends = sniBackends(loop, frontend);
  }

  private static @Nullable NameTable<BackendLoop> sniBackends(LoopContext loop, Frontend frontend) {
    if (frontend.sniBackends().isEmpty()) {
      return null;
    }
    NameTable<BackendLoop> table = new NameTable<>();
    frontend.sniBackends().forEach((asked, name) -> table.add(asked, loop.backend(name)));
    return table;
  }

  /** Its connections now, on all event loops. */
  int connections() {
    return together.get();
  }

  /** Counts a new connection, as one that is served or one too many. */
  void connected(long nowNanos, boolean room) {
    counters.increment(room ? Traffic.CONNECTIONS : Traffic.DENIED);
    counters.increment(Traffic.CONNECTIONS_NOW);
    connectionRate.increment(nowNanos);
    together.add(1);
  }

  /** Counts the end of a connection. */
  void disconnected() {
    counters.add(Traffic.CONNECTIONS_NOW, -1);
    together.decrement();
  }

  /** A fault ends a connection; counted unless it is a peer's. */
  void fault(Throwable cause) {
    if (loop.report(cause)) {
      counters.increment(Traffic.FAULTS);
    }
  }

  /** A request is answered with {@code status} though no valid head of it came. */
  void unread(int status, long nowNanos) {
    counters.increment(Traffic.UNREAD);
    counters.increment(Traffic.ofStatus(status));
    requestRate.increment(nowNanos);
  }

  /** A connection ends, or is refused with {@code status}, before there was a valid request. */
  void endedEarly(
      TerminationState state,
      RecordedClient client,
      int status,
      long bytesIn,
      long bytesOut,
      long beganNanos) {
    terminations.increment(state);
    if (listener != null) {
      report(early(state, client, status, bytesIn, bytesOut, beganNanos));
    }
  }

  /**
   * A connection ends on which nothing came: not counted, for many only look whether somebody
   * listens.
   */
  void endedUnused(EndedBy by, RecordedClient client, long beganNanos) {
    if (listener != null) {
      report(early(TerminationState.of(by, EndedIn.REQUEST), client, 0, 0, 0, beganNanos));
    }
  }

  private SessionRecord early(
      TerminationState state,
      RecordedClient client,
      int status,
      long bytesIn,
      long bytesOut,
      long beganNanos) {
    return new SessionRecord(
        name,
        mode,
        client.tls(),
        backend.state.backend.name(),
        null,
        client.address(),
        "",
        status,
        state,
        0,
        false,
        bytesIn,
        bytesOut,
        beganNanos,
        SessionMeter.NEVER,
        SessionMeter.NEVER,
        SessionMeter.NEVER,
        SessionMeter.NEVER,
        System.nanoTime() - beganNanos,
        new SessionLoad(loop.connections.get(), connections(), 0, 0, 0, 0));
  }

  /** Tells the listener, if there is one; its mistake is not to cost any client its connection. */
  @SuppressWarnings("CatchingUnchecked")
  void report(SessionRecord session) {
    if (listener != null) {
      try {
        listener.ended(session);
      } catch (RuntimeException e) {
        loop.report(e);
      }
    }
  }

  /** The same of a connection whose TLS was not agreed on. */
  @SuppressWarnings("CatchingUnchecked")
  void report(FailedHandshake handshake) {
    if (listener != null) {
      try {
        listener.handshakeFailed(handshake);
      } catch (RuntimeException e) {
        loop.report(e);
      }
    }
  }

  /** The handler of a new connection without TLS, or whose TLS is passed through. */
  ChannelInboundHandlerAdapter first(SocketChannel channel) {
    return sniBackends == null ? handler(channel) : new SniRouter(this, sniBackends, channel);
  }

  /** The handler of a new connection, behind its TLS if it has one. */
  ChannelInboundHandlerAdapter handler(SocketChannel channel) {
    return mode == FrontendMode.TCP
        ? new TcpSession(this, backend, channel)
        : new FrontConnection(this, channel);
  }

  /**
   * What servers are told about a client.
   *
   * @param client its address, or null when it is gone
   * @param local where it connected to
   * @param scheme http or https
   */
  ClientFields clientFields(
      @Nullable InetSocketAddress client, @Nullable InetSocketAddress local, String scheme) {
    boolean trusted = client != null && isIn(trustedProxies, client.getAddress());
    boolean excepted = client != null && isIn(forwardedForExcept, client.getAddress());
    Policy x =
        switch (excepted ? ForwardedFor.OFF : forwardedFor) {
          case OFF -> Policy.PASS;
          case REPLACE -> trusted ? Policy.TRUST : Policy.REPLACE;
          case APPEND -> trusted ? Policy.TRUST : Policy.APPEND;
        };
    Policy rfc7239 =
        switch (forwarded) {
          case OFF -> x == Policy.REPLACE ? Policy.DROP : Policy.PASS;
          case REPLACE -> trusted ? Policy.APPEND : Policy.REPLACE;
          case APPEND -> Policy.APPEND;
        };
    // RFC 5952's form, as HAProxy's: ::1, without a zone.
    String address = client == null ? "unknown" : NetUtil.toAddressString(client.getAddress());
    return new ClientFields(x, rfc7239, address, local == null ? 0 : local.getPort(), scheme);
  }

  private static boolean isIn(List<AddressRange> ranges, InetAddress client) {
    for (AddressRange range : ranges) {
      if (range.contains(client)) {
        return true;
      }
    }
    return false;
  }
}
