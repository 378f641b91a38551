package io.mainstay.node.peer;

import io.mainstay.node.accesslog.AddressText;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The link's thread: takes what connections, timers and the node bring, lets the pure parts decide,
 * and does what they say. Everything here but {@link #post} and {@link #snapshot} belongs to that
 * thread.
 */
final class LinkAgent implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(LinkAgent.class);
  private static final long LOCAL_STATE_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
  private static final long GOODBYE_NANOS = TimeUnit.MILLISECONDS.toNanos(300);
  private static final int MAX_EVENTS_PER_CYCLE = 256;

  private final PeerLinkConfig config;
  private final byte[] secret;
  private final @Nullable PeerTls tls;
  private final PeerAcceptor acceptor;
  private final Supplier<LocalState> localState;
  private final PeerListener listener;
  private final long instance = new WireReader(SessionKeys.randomBytes()).i64();
  private final LinkedBlockingQueue<LinkEvent> inbox = new LinkedBlockingQueue<>();
  private final AtomicLong connectionIds = new AtomicLong();
  private final LogRate logRate = new LogRate();
  private final List<KnownPeer> peers = new ArrayList<>();
  private final OpenConnections connections = new OpenConnections();
  private final Set<String> resigned = new LinkedHashSet<>();
  private LocalState local = new LocalState(List.of());
  private long nextLocalStateNanos;
  private boolean closing;
  private long closeByNanos;
  private volatile boolean over;
  private volatile List<PeerSnapshot> snapshot = List.of();

  LinkAgent(
      PeerLinkConfig config,
      byte[] secret,
      @Nullable PeerTls tls,
      PeerAcceptorFactory acceptors,
      Supplier<LocalState> localState,
      PeerListener listener)
      throws IOException {
    this.config = config;
    this.secret = secret.clone();
    this.tls = tls;
    this.localState = localState;
    this.listener = listener;
    this.acceptor = acceptors.bind(this::accepted);
    long now = System.nanoTime();
    nextLocalStateNanos = now;
    for (InetSocketAddress address : config.peers()) {
      SplittableRandom jitter = new SplittableRandom(instance + peers.size());
      peers.add(
          new KnownPeer(
              address,
              new PeerStateMachine(instance, config.limits(), jitter, now),
              config.limits(),
              Instant.now()));
    }
    publish();
  }

  /** Opens the listener; what it accepts goes to the consumer. */
  interface PeerAcceptorFactory {
    PeerAcceptor bind(Consumer<Socket> accepted) throws IOException;
  }

  InetSocketAddress address() {
    return acceptor.address();
  }

  List<PeerSnapshot> snapshot() {
    return snapshot;
  }

  /** Tells the thread something. Any thread; never blocks. */
  void post(LinkEvent event) {
    inbox.add(event);
  }

  @Override
  public void run() {
    acceptor.start();
    try {
      while (!over) {
        cycle();
      }
      acceptor.awaitEnd();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      end();
    }
  }

  private void end() {
    over = true;
    acceptor.close();
    connections.all().forEach(open -> open.connection().close());
    for (LinkEvent left = inbox.poll(); left != null; left = inbox.poll()) {
      if (left instanceof LinkEvent.Accepted late) {
        late.connection().close();
      }
    }
  }

  private void accepted(Socket socket) {
    InetSocketAddress from = (InetSocketAddress) socket.getRemoteSocketAddress();
    PeerConnection connection =
        new PeerConnection(
            connectionIds.incrementAndGet(), SessionRole.ACCEPTOR, from, socket, tls, this::post);
    post(new LinkEvent.Accepted(connection));
    if (over) {
      connection.close();
    }
  }

  private void cycle() throws InterruptedException {
    LinkEvent event = inbox.poll(waitNanos(System.nanoTime()), TimeUnit.NANOSECONDS);
    long now = System.nanoTime();
    for (int taken = 0; event != null && taken < MAX_EVENTS_PER_CYCLE; taken++) {
      guarded(event, now);
      event = taken + 1 < MAX_EVENTS_PER_CYCLE ? inbox.poll() : null;
    }
    onTime(now);
    publish();
  }

  /** One connection's mishap must not take the others with it. */
  private void guarded(LinkEvent event, long now) {
    try {
      on(event, now);
    } catch (RuntimeException e) {
      LOG.error("peer link: {} failed", event, e);
    }
  }

  private void on(LinkEvent event, long now) {
    if (event instanceof LinkEvent.Arrived arrived) {
      onArrived(arrived, now);
    } else if (event instanceof LinkEvent.Ended ended) {
      onEnded(ended, now);
    } else if (event instanceof LinkEvent.DialRefused refused) {
      KnownPeer peer = forgetDial(refused.connection());
      if (peer != null) {
        peer.failed("its address refuses connections");
        apply(peer, peer.stateMachine().onDialRefused(now), now);
      }
    } else if (event instanceof LinkEvent.DialFailed failed) {
      KnownPeer peer = forgetDial(failed.connection());
      if (peer != null) {
        peer.failed(failed.reason());
        apply(peer, peer.stateMachine().onDialFailed(failed.reason(), now), now);
      }
    } else if (event instanceof LinkEvent.Connected connected) {
      onConnected(connected.connection(), now);
    } else if (event instanceof LinkEvent.Accepted accepted) {
      register(accepted.connection(), null, now);
      accepted.connection().receive();
    } else if (event instanceof LinkEvent.Resign resign) {
      onResign(resign.router());
    } else if (event instanceof LinkEvent.Changed) {
      nextLocalStateNanos = now;
    } else if (event instanceof LinkEvent.Close) {
      onClose(now);
    }
  }

  /**
   * On every session, because the peer may by now use another one than this side; and whoever
   * proves itself later hears it first, so that no goodbye comes without it.
   */
  private void onResign(String router) {
    resigned.add(router);
    connections.sessions().stream()
        .filter(LinkSession::isAuthenticated)
        .forEach(session -> session.send(new PeerMessage.Resign(router)));
  }

  private void onClose(long now) {
    closing = true;
    closeByNanos = now + GOODBYE_NANOS;
    acceptor.close();
    for (LinkSession session : connections.sessions()) {
      if (session.isAuthenticated()) {
        session.sayGoodbye(PeerMessage.Farewell.STOPPING, closeByNanos);
      } else if (!session.protocol().isHalfProved()) {
        finish(session.connection(), SessionEnd.GIVEN_UP, "this node stops", now);
      }
    }
  }

  private void register(PeerConnection connection, @Nullable KnownPeer owner, long now) {
    PeerLinkLimits limits = config.limits();
    long connectBy = now + limits.connect().toNanos() + limits.handshake().toNanos();
    connections.add(new OpenConnection(connection, connectBy, owner));
  }

  private @Nullable KnownPeer forgetDial(PeerConnection connection) {
    return connections.remove(connection).map(OpenConnection::owner).orElse(null);
  }

  private void onConnected(PeerConnection connection, long now) {
    Optional<OpenConnection> open = connections.find(connection);
    if (open.isEmpty() || open.get().session().isPresent()) {
      return;
    }
    PeerMessage.Hello hello =
        new PeerMessage.Hello(
            connection.role(),
            instance,
            new PeerMessage.Nonce(SessionKeys.randomBytes()),
            address().getPort(),
            config.nodeName(),
            config.softwareVersion());
    PeerSession protocol = new PeerSession(hello, secret, config.limits(), now);
    open.get().begin(new LinkSession(connection, protocol));
    connection.send(protocol.open());
  }

  private void onArrived(LinkEvent.Arrived arrived, long now) {
    LinkEvent.Piece piece = arrived.piece();
    connections
        .session(arrived.connection().id())
        .ifPresent(
            session ->
                perform(session, session.protocol().receive(piece.bytes, piece.length, now), now));
    arrived.connection().taken();
  }

  private void perform(LinkSession session, List<SessionAction> actions, long now) {
    for (SessionAction action : actions) {
      if (!connections.has(session.connection())) {
        return;
      }
      if (action instanceof SessionAction.Send send) {
        session.connection().send(send.frame());
      } else if (action instanceof SessionAction.Reply reply) {
        session.send(reply.message());
      } else if (action instanceof SessionAction.Authenticated authenticated) {
        onAuthenticated(session, authenticated.peer(), now);
      } else if (action instanceof SessionAction.Received received) {
        onMessage(session, received.message(), now);
      } else if (action instanceof SessionAction.Refused refused) {
        refuse(session.connection(), refused.refusal(), now);
      }
    }
  }

  private void onAuthenticated(LinkSession session, PeerMessage.Hello hello, long now) {
    PeerConnection connection = session.connection();
    if (connection.certifiedNames().map(names -> !names.contains(hello.nodeName())).orElse(false)) {
      refuse(connection, SessionRefusal.WRONG_CERTIFICATE, now);
      return;
    }
    OpenConnection open = connections.find(connection).orElseThrow();
    KnownPeer peer = open.owner();
    if (peer == null) {
      peer = accepted(connection.remote().getAddress(), hello.listenPort());
    }
    resigned.forEach(router -> session.send(new PeerMessage.Resign(router)));
    if (closing) {
      // The peer believes this session already: to end it without a goodbye would look like a
      // death.
      session.sayGoodbye(PeerMessage.Farewell.STOPPING, closeByNanos);
      return;
    }
    if (peer == null) {
      finish(connection, SessionEnd.GIVEN_UP, "it is no configured peer", now);
      return;
    }
    open.belongsTo(peer);
    session.authenticated(hello);
    if (open.isDialled()) {
      peer.oneWay(Optional.empty());
    } else {
      acceptor.leave(connection.remote().getAddress());
    }
    apply(
        peer,
        peer.stateMachine()
            .onAuthenticated(connection.id(), open.isDialled(), hello.instance(), now),
        now);
  }

  /** Which peer connected: the one with that address, and if several have it, that port. */
  private @Nullable KnownPeer accepted(InetAddress from, int listenPort) {
    KnownPeer found = null;
    for (KnownPeer peer : peers) {
      if (peer.address().getAddress().equals(from)) {
        if (peer.address().getPort() == listenPort) {
          return peer;
        }
        found = found == null ? peer : null;
      }
    }
    return found;
  }

  private void onMessage(LinkSession session, PeerMessage message, long now) {
    KnownPeer peer = connections.owner(session.connection());
    if (peer == null) {
      return;
    }
    if (message instanceof PeerMessage.Router router) {
      if (!session.hear(router.state())) {
        refuse(session.connection(), SessionRefusal.TOO_MANY_ROUTERS, now);
      }
    } else if (message instanceof PeerMessage.Forget forget) {
      session.forget(forget.router());
    } else if (message instanceof PeerMessage.Synced) {
      peer.routers(session.heard());
      compare(peer, now);
    } else if (message instanceof PeerMessage.Resign resign) {
      tell(() -> listener.peerResigned(peer.peer(), resign.router()));
    } else if (message instanceof PeerMessage.Bye bye) {
      boolean stops = bye.farewell() == PeerMessage.Farewell.STOPPING;
      finish(
          session.connection(),
          stops ? SessionEnd.GOODBYE : SessionEnd.DUPLICATE,
          stops ? "it said goodbye" : "it keeps another connection",
          now);
    }
  }

  private void onEnded(LinkEvent.Ended ended, long now) {
    PeerConnection connection = ended.connection();
    if (ended.how() == SessionEnd.MISCONFIGURED && connections.has(connection)) {
      warn(
          connection,
          ended.reason() + "; check that each node's key store trusts the other's certificate",
          now);
    }
    finish(connection, ended.how(), ended.reason(), now);
  }

  private void refuse(PeerConnection connection, SessionRefusal refusal, long now) {
    if (refusal != SessionRefusal.SILENT && refusal != SessionRefusal.HANDSHAKE_TIMEOUT) {
      warn(connection, refusal.sentence(), now);
    }
    SessionEnd end = refusal.isMisconfiguration() ? SessionEnd.MISCONFIGURED : SessionEnd.GIVEN_UP;
    finish(connection, end, refusal.sentence(), now);
  }

  private void finish(PeerConnection connection, SessionEnd end, String reason, long now) {
    connection.close();
    Optional<OpenConnection> found = connections.remove(connection);
    if (found.isEmpty()) {
      return;
    }
    OpenConnection ended = found.get();
    if (!ended.isDialled() && !ended.isAuthenticated()) {
      acceptor.leave(connection.remote().getAddress());
    }
    KnownPeer peer = ended.owner();
    LOG.debug("peer link: {} ended: {}, {}", connection, end, reason);
    if (peer == null) {
      return;
    }
    ended.session().ifPresent(peer::lost);
    if (!peer.stateMachine().isUp()) {
      peer.failed(reason);
    }
    apply(
        peer,
        peer.stateMachine().onEnded(connection.id(), ended.isDialled(), end, reason, now),
        now);
  }

  private void apply(KnownPeer peer, List<PeerAction> actions, long now) {
    if (closing) {
      return;
    }
    for (PeerAction action : actions) {
      if (action instanceof PeerAction.Dial) {
        dial(peer, now);
      } else if (action instanceof PeerAction.Dismiss dismiss) {
        connections
            .session(dismiss.connection())
            .ifPresent(
                session -> session.sayGoodbye(PeerMessage.Farewell.DUPLICATE, now + GOODBYE_NANOS));
      } else if (action instanceof PeerAction.Use use) {
        connections
            .session(use.connection())
            .ifPresent(
                session -> {
                  peer.use(session);
                  session.tell(local);
                });
      } else if (action instanceof PeerAction.Up) {
        peer.up(Instant.now());
        tell(() -> listener.up(peer.peer()));
      } else if (action instanceof PeerAction.Down down) {
        peer.down(down.reason(), Instant.now());
        tell(() -> listener.down(peer.peer(), down.reason()));
      } else if (action instanceof PeerAction.Died died) {
        tell(() -> listener.peerDied(peer.peer(), died.proof()));
      } else if (action instanceof PeerAction.OneWay oneWay) {
        peer.oneWay(
            Optional.of(
                "peer "
                    + peer.peer().name()
                    + ": the link stands, but this node cannot reach it at "
                    + peer.address()
                    + " ("
                    + oneWay.reason()
                    + "), so its death will be noticed by advertisements only; open that port"));
        compare(peer, now);
      }
    }
  }

  private void dial(KnownPeer peer, long now) {
    PeerConnection connection =
        new PeerConnection(
            connectionIds.incrementAndGet(),
            SessionRole.DIALLER,
            peer.address(),
            new Socket(),
            tls,
            this::post);
    register(connection, peer, now);
    InetAddress own = config.listen().getAddress();
    boolean sameFamily = own.getClass() == peer.address().getAddress().getClass();
    connection.dial(
        own.isAnyLocalAddress() || !sameFamily ? null : new InetSocketAddress(own, 0),
        Math.toIntExact(config.limits().connect().toMillis()));
  }

  private void onTime(long now) {
    for (OpenConnection open : connections.all()) {
      if (open.isOverdue(now)) {
        finish(
            open.connection(),
            SessionEnd.GIVEN_UP,
            SessionRefusal.HANDSHAKE_TIMEOUT.sentence(),
            now);
      }
    }
    for (LinkSession session : connections.sessions()) {
      if (session.isOverdue(now)) {
        finish(session.connection(), SessionEnd.GIVEN_UP, "this side said goodbye", now);
      } else if (!session.isClosing()) {
        perform(session, session.protocol().onTime(now), now);
      }
    }
    if (closing) {
      over = connections.sessions().isEmpty() || closeByNanos - now <= 0;
      return;
    }
    if (nextLocalStateNanos - now <= 0) {
      nextLocalStateNanos = now + LOCAL_STATE_NANOS;
      refreshLocal(now);
    }
    for (KnownPeer peer : peers) {
      apply(peer, peer.stateMachine().onTime(now), now);
    }
  }

  private void refreshLocal(long now) {
    try {
      local = localState.get();
    } catch (RuntimeException e) {
      if (logRate.allows("local state", now)) {
        LOG.error("peer link: this node's state cannot be told", e);
      }
    }
    for (KnownPeer peer : peers) {
      peer.session().ifPresent(session -> session.tell(local));
      compare(peer, now);
    }
  }

  private long waitNanos(long now) {
    long deadline = closing ? closeByNanos : nextLocalStateNanos;
    deadline = connections.deadlineNanos(deadline, now);
    if (!closing) {
      for (KnownPeer peer : peers) {
        deadline = peer.stateMachine().deadlineNanos(deadline);
      }
    }
    return Math.max(0, deadline - now);
  }

  private void compare(KnownPeer peer, long now) {
    peer.compare(config, local, now, line -> tell(() -> listener.warning(line)));
  }

  private void warn(PeerConnection connection, String what, long now) {
    KnownPeer peer = connections.owner(connection);
    if (peer == null) {
      // Its hello proved nothing, so only its address counts, if that is one peer's.
      peer = accepted(connection.remote().getAddress(), 0);
    }
    if (peer != null) {
      peer.failed(what);
    }
    String where =
        peer == null
            ? AddressText.of(connection.remote().getAddress())
            : AddressText.of(peer.address());
    String line = "peer link with " + where + ": " + what;
    if (logRate.allows(line, now)) {
      tell(() -> listener.warning(line));
    }
  }

  private void tell(Runnable call) {
    try {
      call.run();
    } catch (RuntimeException e) {
      LOG.error("peer link: the listener failed", e);
    }
  }

  private void publish() {
    snapshot = peers.stream().map(KnownPeer::snapshot).toList();
  }
}
