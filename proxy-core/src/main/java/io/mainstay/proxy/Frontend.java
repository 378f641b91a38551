package io.mainstay.proxy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Addresses on which clients are served.
 *
 * @param name unique among the frontends
 * @param binds where to listen; port 0 takes a free port
 * @param defaultBackend name of the backend that answers
 * @param timeouts how long to wait for clients
 * @param forwardedFor what servers are told about the client, in HTTP mode
 * @param mode what its clients speak
 * @param trustedProxies clients whose X-Forwarded fields, X-Real-IP and Forwarded are believed and
 *     passed on, because they are proxies; their own address is added to what is written at all.
 *     From everybody else {@code forwardedFor} and {@code forwarded} say what becomes of these
 * @param forwarded what servers are told about the client in the Forwarded field, in HTTP mode
 * @param maxConn the most client connections at a time, on all event loops together; what comes
 *     beyond is not refused but waits, most of it in the kernel's queue, until another ends. 0, the
 *     default, leaves it to {@link ProxyLimits#maxConnections()}
 * @param tlsBinds where to listen for clients that speak TLS
 * @param sniBackends in TCP mode without {@code tlsBinds}: which backend gets the clients that ask
 *     for a name in their TLS, which is passed through; {@code *.example.com} is for each name
 *     below that. Everybody else gets the default one
 * @param forwardedForExcept clients of which {@code forwardedFor} tells nothing: their X-Forwarded
 *     fields pass as they came, and nothing is added
 * @param ownAnswers what clients are told in place of the proxy's own words, in HTTP mode; a
 *     backend's count more once a valid request is here
 */
public record Frontend(
    String name,
    List<InetSocketAddress> binds,
    String defaultBackend,
    FrontendTimeouts timeouts,
    ForwardedFor forwardedFor,
    FrontendMode mode,
    List<AddressRange> trustedProxies,
    Forwarded forwarded,
    int maxConn,
    List<TlsBind> tlsBinds,
    Map<String, String> sniBackends,
    List<AddressRange> forwardedForExcept,
    OwnAnswers ownAnswers) {
  /**
   * Refuses a frontend without an address, addresses that were not resolved, and a negative limit.
   */
  public Frontend {
    Names.require("frontend", name);
    binds = List.copyOf(binds);
    trustedProxies = List.copyOf(trustedProxies);
    tlsBinds = List.copyOf(tlsBinds);
    sniBackends = Map.copyOf(sniBackends);
    forwardedForExcept = List.copyOf(forwardedForExcept);
    Objects.requireNonNull(timeouts, "timeouts");
    Objects.requireNonNull(forwardedFor, "forwardedFor");
    Objects.requireNonNull(mode, "mode");
    Objects.requireNonNull(forwarded, "forwarded");
    Objects.requireNonNull(ownAnswers, "ownAnswers");
    if (binds.isEmpty() && tlsBinds.isEmpty()) {
      throw new IllegalArgumentException("frontend " + name + " has no address to bind");
    }
    if (maxConn < 0) {
      throw new IllegalArgumentException("frontend " + name + ": maxconn must not be negative");
    }
    if (!sniBackends.isEmpty() && (mode != FrontendMode.TCP || !tlsBinds.isEmpty())) {
      throw new IllegalArgumentException(
          "frontend " + name + ": only TLS that is passed through, in TCP mode, goes by its name");
    }
    Stream.concat(binds.stream(), tlsBinds.stream().map(TlsBind::address))
        .filter(InetSocketAddress::isUnresolved)
        .findFirst()
        .ifPresent(
            bind -> {
              throw new IllegalArgumentException("frontend " + name + ": cannot resolve " + bind);
            });
  }

  /** A frontend in HTTP mode. */
  public Frontend(
      String name,
      List<InetSocketAddress> binds,
      String defaultBackend,
      FrontendTimeouts timeouts,
      ForwardedFor forwardedFor) {
    this(
        name,
        binds,
        defaultBackend,
        timeouts,
        forwardedFor,
        FrontendMode.HTTP,
        List.of(),
        Forwarded.OFF,
        0,
        List.of(),
        Map.of(),
        List.of(),
        OwnAnswers.NONE);
  }

  /**
   * A frontend in HTTP mode on one address with default timeouts and X-Forwarded-For from the
   * socket.
   */
  public static Frontend of(String name, InetSocketAddress bind, String defaultBackend) {
    return new Frontend(
        name, List.of(bind), defaultBackend, FrontendTimeouts.defaults(), ForwardedFor.REPLACE);
  }

  /** The same with other timeouts. */
  public Frontend withTimeouts(FrontendTimeouts other) {
    return with(draft -> draft.timeouts = other);
  }

  /** The same with another X-Forwarded-For policy. */
  public Frontend withForwardedFor(ForwardedFor other) {
    return with(draft -> draft.forwardedFor = other);
  }

  /** The same in another mode. */
  public Frontend withMode(FrontendMode other) {
    return with(draft -> draft.mode = other);
  }

  /** The same with other trusted proxies. */
  public Frontend withTrustedProxies(List<AddressRange> other) {
    return with(draft -> draft.trustedProxies = other);
  }

  /** The same with another Forwarded policy. */
  public Frontend withForwarded(Forwarded other) {
    return with(draft -> draft.forwarded = other);
  }

  /** The same with another limit of connections at a time. */
  public Frontend withMaxConn(int other) {
    return with(draft -> draft.maxConn = other);
  }

  /** The same on other addresses without TLS. */
  public Frontend withBinds(List<InetSocketAddress> other) {
    return with(draft -> draft.binds = other);
  }

  /** The same on other addresses with TLS. */
  public Frontend withTlsBinds(List<TlsBind> other) {
    return with(draft -> draft.tlsBinds = other);
  }

  /** The same with other backends for names. */
  public Frontend withSniBackends(Map<String, String> other) {
    return with(draft -> draft.sniBackends = other);
  }

  /** The same with other clients that {@code forwardedFor} tells nothing of. */
  public Frontend withForwardedForExcept(List<AddressRange> other) {
    return with(draft -> draft.forwardedForExcept = other);
  }

  /** The same with other answers of its own. */
  public Frontend withOwnAnswers(OwnAnswers other) {
    return with(draft -> draft.ownAnswers = other);
  }

  /**
   * Refuses a backend of which a server is this frontend itself: what comes would go round in
   * circles until nothing is left, and in TCP mode nobody would notice.
   *
   * @throws IllegalArgumentException which names the server and the address
   */
  public void requireNoLoop(Backend backend) {
    List<InetSocketAddress> all =
        Stream.concat(binds.stream(), tlsBinds.stream().map(TlsBind::address)).toList();
    for (Server server : backend.servers()) {
      for (InetSocketAddress bind : all) {
        if (reaches(bind, server.address())) {
          throw new IllegalArgumentException(
              "frontend "
                  + name
                  + ": server "
                  + server.name()
                  + " of backend "
                  + backend.name()
                  + " is the frontend itself ("
                  + server.address().getHostString()
                  + ":"
                  + bind.getPort()
                  + "); give it another"
                  + " address, or what comes goes round in circles");
        }
      }
    }
  }

  private static boolean reaches(InetSocketAddress bind, InetSocketAddress server) {
    InetAddress to = server.getAddress();
    boolean here =
        bind.getAddress().equals(to)
            || (bind.getAddress().isAnyLocalAddress() && to != null && to.isLoopbackAddress());
    return here && bind.getPort() != 0 && bind.getPort() == server.getPort();
  }

  private Frontend with(Consumer<Draft> change) {
    Draft draft = new Draft(this);
    change.accept(draft);
    return draft.frontend();
  }

  /** Its parts, while one of them is exchanged. */
  private static final class Draft {
    private String name;
    private List<InetSocketAddress> binds;
    private String defaultBackend;
    private FrontendTimeouts timeouts;
    private ForwardedFor forwardedFor;
    private FrontendMode mode;
    private List<AddressRange> trustedProxies;
    private Forwarded forwarded;
    private int maxConn;
    private List<TlsBind> tlsBinds;
    private Map<String, String> sniBackends;
    private List<AddressRange> forwardedForExcept;
    private OwnAnswers ownAnswers;

    Draft(Frontend from) {
      name = from.name;
      binds = from.binds;
      defaultBackend = from.defaultBackend;
      timeouts = from.timeouts;
      forwardedFor = from.forwardedFor;
      mode = from.mode;
      trustedProxies = from.trustedProxies;
      forwarded = from.forwarded;
      maxConn = from.maxConn;
      tlsBinds = from.tlsBinds;
      sniBackends = from.sniBackends;
      forwardedForExcept = from.forwardedForExcept;
      ownAnswers = from.ownAnswers;
    }

    Frontend frontend() {
      return new Frontend(
          name,
          binds,
          defaultBackend,
          timeouts,
          forwardedFor,
          mode,
          trustedProxies,
          forwarded,
          maxConn,
          tlsBinds,
          sniBackends,
          forwardedForExcept,
          ownAnswers);
    }
  }
}
