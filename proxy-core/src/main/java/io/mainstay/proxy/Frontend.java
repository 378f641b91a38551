package io.mainstay.proxy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
    return new Frontend(
        name,
        binds,
        defaultBackend,
        other,
        forwardedFor,
        mode,
        trustedProxies,
        forwarded,
        maxConn,
        tlsBinds,
        sniBackends,
        ownAnswers);
  }

  /** The same with another X-Forwarded-For policy. */
  public Frontend withForwardedFor(ForwardedFor other) {
    return new Frontend(
        name,
        binds,
        defaultBackend,
        timeouts,
        other,
        mode,
        trustedProxies,
        forwarded,
        maxConn,
        tlsBinds,
        sniBackends,
        ownAnswers);
  }

  /** The same in another mode. */
  public Frontend withMode(FrontendMode other) {
    return new Frontend(
        name,
        binds,
        defaultBackend,
        timeouts,
        forwardedFor,
        other,
        trustedProxies,
        forwarded,
        maxConn,
        tlsBinds,
        sniBackends,
        ownAnswers);
  }

  /** The same with other trusted proxies. */
  public Frontend withTrustedProxies(List<AddressRange> other) {
    return new Frontend(
        name,
        binds,
        defaultBackend,
        timeouts,
        forwardedFor,
        mode,
        other,
        forwarded,
        maxConn,
        tlsBinds,
        sniBackends,
        ownAnswers);
  }

  /** The same with another Forwarded policy. */
  public Frontend withForwarded(Forwarded other) {
    return new Frontend(
        name,
        binds,
        defaultBackend,
        timeouts,
        forwardedFor,
        mode,
        trustedProxies,
        other,
        maxConn,
        tlsBinds,
        sniBackends,
        ownAnswers);
  }

  /** The same with another limit of connections at a time. */
  public Frontend withMaxConn(int other) {
    return new Frontend(
        name,
        binds,
        defaultBackend,
        timeouts,
        forwardedFor,
        mode,
        trustedProxies,
        forwarded,
        other,
        tlsBinds,
        sniBackends,
        ownAnswers);
  }

  /** The same on other addresses without TLS. */
  public Frontend withBinds(List<InetSocketAddress> other) {
    return new Frontend(
        name,
        other,
        defaultBackend,
        timeouts,
        forwardedFor,
        mode,
        trustedProxies,
        forwarded,
        maxConn,
        tlsBinds,
        sniBackends,
        ownAnswers);
  }

  /** The same on other addresses with TLS. */
  public Frontend withTlsBinds(List<TlsBind> other) {
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
        other,
        sniBackends,
        ownAnswers);
  }

  /** The same with other backends for names. */
  public Frontend withSniBackends(Map<String, String> other) {
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
        other,
        ownAnswers);
  }

  /** The same with other answers of its own. */
  public Frontend withOwnAnswers(OwnAnswers other) {
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
        other);
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
}
