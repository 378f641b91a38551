package io.mainstay.proxy;

import java.net.InetAddress;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * All that a proxy does.
 *
 * @param frontends where clients are served
 * @param backends who answers
 * @param limits what bounds it
 * @param eventLoops threads that move bytes; 0 takes one per core
 * @param transport which kernel interface they use
 * @param floatingAddresses addresses that come to this host and leave it while the proxy runs, such
 *     as virtual ones: a frontend may bind them before they are here
 * @param sessionListener hears of every session that ended, or null
 */
public record ProxyConfig(
    List<Frontend> frontends,
    List<Backend> backends,
    ProxyLimits limits,
    int eventLoops,
    TransportKind transport,
    Set<InetAddress> floatingAddresses,
    @Nullable SessionListener sessionListener) {
  /**
   * Refuses two of one name, a frontend whose backend is not there, and one that is a server of its
   * own backend.
   */
  public ProxyConfig {
    frontends = List.copyOf(frontends);
    backends = List.copyOf(backends);
    Objects.requireNonNull(limits, "limits");
    Objects.requireNonNull(transport, "transport");
    floatingAddresses = Set.copyOf(floatingAddresses);
    if (eventLoops < 0 || eventLoops > 1024) {
      throw new IllegalArgumentException(
          "event loops: " + eventLoops + " is not between 0 and 1024");
    }
    Names.requireUnique("frontend", frontends, Frontend::name);
    Names.requireUnique("backend", backends, Backend::name);
    for (Frontend frontend : frontends) {
      frontend.requireNoLoop(requireBackend(frontend, frontend.defaultBackend(), backends));
      for (String byName : frontend.sniBackends().values()) {
        frontend.requireNoLoop(requireBackend(frontend, byName, backends));
      }
    }
  }

  private static Backend requireBackend(Frontend frontend, String name, List<Backend> backends) {
    return backends.stream()
        .filter(backend -> backend.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "frontend " + frontend.name() + ": no backend " + name));
  }

  /** Without a listener. */
  public ProxyConfig(
      List<Frontend> frontends,
      List<Backend> backends,
      ProxyLimits limits,
      int eventLoops,
      TransportKind transport,
      Set<InetAddress> floatingAddresses) {
    this(frontends, backends, limits, eventLoops, transport, floatingAddresses, null);
  }

  /** Default limits, one event loop per core, the best transport there is. */
  public static ProxyConfig of(List<Frontend> frontends, List<Backend> backends) {
    return new ProxyConfig(
        frontends, backends, ProxyLimits.defaults(), 0, TransportKind.AUTO, Set.of());
  }

  /** The same with other limits. */
  public ProxyConfig withLimits(ProxyLimits other) {
    return new ProxyConfig(
        frontends, backends, other, eventLoops, transport, floatingAddresses, sessionListener);
  }

  /** The same with another number of event loops. */
  public ProxyConfig withEventLoops(int other) {
    return new ProxyConfig(
        frontends, backends, limits, other, transport, floatingAddresses, sessionListener);
  }

  /** The same with another transport. */
  public ProxyConfig withTransport(TransportKind other) {
    return new ProxyConfig(
        frontends, backends, limits, eventLoops, other, floatingAddresses, sessionListener);
  }

  /** With addresses that frontends may bind before they are here. */
  public ProxyConfig withFloatingAddresses(Set<InetAddress> other) {
    return new ProxyConfig(
        frontends, backends, limits, eventLoops, transport, other, sessionListener);
  }

  /** With somebody who hears of every session that ended. */
  public ProxyConfig withSessionListener(SessionListener other) {
    return new ProxyConfig(
        frontends, backends, limits, eventLoops, transport, floatingAddresses, other);
  }
}
