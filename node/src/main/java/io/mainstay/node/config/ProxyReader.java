package io.mainstay.node.config;

import com.typesafe.config.ConfigObject;
import io.mainstay.proxy.AddressRange;
import io.mainstay.proxy.Backend;
import io.mainstay.proxy.Forwarded;
import io.mainstay.proxy.ForwardedFor;
import io.mainstay.proxy.Frontend;
import io.mainstay.proxy.FrontendMode;
import io.mainstay.proxy.FrontendTimeouts;
import io.mainstay.proxy.ProxyConfig;
import io.mainstay.proxy.ProxyLimits;
import io.mainstay.proxy.TransportKind;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Reads frontends and backends. */
final class ProxyReader {
  private static final int MOST_CONNECTIONS = 1_000_000;

  private final Addresses addresses;
  private final BackendReader backendReader;
  private final List<Frontend> frontends = new ArrayList<>();
  private final Map<String, Backend> backends = new LinkedHashMap<>();
  private List<ServerTrack> tracks = List.of();
  private final PlannedListeners listeners = new PlannedListeners();

  ProxyReader(Addresses addresses, InetSocketAddress status) {
    this.addresses = addresses;
    this.backendReader = new BackendReader(addresses);
    listeners.isFree(status, "status", problem -> {});
  }

  void read(Section mainstay, ConfigObject frontendDefaults, ConfigObject backendDefaults) {
    // Backends first, so that a frontend can say which of them it does not find.
    mainstay.each(
        "backends",
        backendDefaults,
        (name, section) ->
            backendReader.read(name, section).ifPresent(read -> backends.put(name, read)));
    tracks = backendReader.tracks().resolve(backends, backendReader.checks());
    mainstay.each("frontends", frontendDefaults, this::readFrontend);
  }

  /** Refuses all addresses and one of them on the same port, once it is known which come and go. */
  void refuseOverlaps(Set<InetAddress> floatingAddresses) {
    listeners.refuseOverlaps(floatingAddresses);
  }

  /** What was read as one; only when no problem was told. */
  ProxyConfig proxy(
      ProxyLimits limits,
      int eventLoops,
      TransportKind transport,
      Set<InetAddress> floatingAddresses) {
    return new ProxyConfig(
        frontends,
        List.copyOf(backends.values()),
        limits,
        eventLoops,
        transport,
        floatingAddresses);
  }

  List<Frontend> frontends() {
    return frontends;
  }

  Map<String, Backend> backends() {
    return backends;
  }

  List<BackendCheck> checks() {
    return backendReader.checks();
  }

  /** Which servers follow another one's check. */
  List<ServerTrack> tracks() {
    return tracks;
  }

  /** The agents beside servers. */
  List<AgentConfig> agents() {
    return backendReader.agents();
  }

  private void readFrontend(String name, Section section) {
    List<InetSocketAddress> binds = new ArrayList<>();
    for (Section.Entry entry : section.someStrings("bind")) {
      addresses
          .bind(entry.text(), problem -> section.problemAt(entry, "bind", problem))
          .filter(
              bind ->
                  listeners.isFree(
                      bind,
                      "frontend '" + name + "'",
                      problem -> section.problemAt(entry, "bind", problem)))
          .ifPresent(binds::add);
    }
    String backend = section.string("default-backend");
    if (!backend.isEmpty() && !backends.containsKey(backend)) {
      section.problem("default-backend", "names no backend: '" + backend + "'; " + hint(backend));
    }
    FrontendMode mode = section.oneOf("mode", FrontendMode.class);
    ForwardedFor forwardedFor = section.oneOf("forwarded-for", ForwardedFor.class);
    Forwarded forwarded = section.oneOf("forwarded", Forwarded.class);
    List<AddressRange> trusted = readTrusted(section);
    int maxConn = section.integer("maxconn", 0, MOST_CONNECTIONS);
    Section timeouts = section.section("timeouts");
    FrontendTimeouts frontendTimeouts =
        new FrontendTimeouts(
            timeouts.duration("client"),
            timeouts.duration("http-request"),
            timeouts.duration("http-keep-alive"));
    timeouts.close();
    if (binds.isEmpty() || !backends.containsKey(backend)) {
      return; // already told
    }
    try {
      Frontend frontend =
          new Frontend(
              name,
              binds,
              backend,
              frontendTimeouts,
              forwardedFor,
              mode,
              trusted,
              forwarded,
              maxConn);
      frontend.requireNoLoop(Objects.requireNonNull(backends.get(backend)));
      frontends.add(frontend);
    } catch (IllegalArgumentException e) {
      section.problemHere(String.valueOf(e.getMessage()));
    }
  }

  private static List<AddressRange> readTrusted(Section section) {
    List<AddressRange> trusted = new ArrayList<>();
    for (Section.Entry entry : section.strings("trusted-proxies")) {
      try {
        trusted.add(AddressRange.parse(entry.text()));
      } catch (IllegalArgumentException e) {
        section.problemAt(entry, "trusted-proxies", String.valueOf(e.getMessage()));
      }
    }
    return trusted;
  }

  private String hint(String backend) {
    if (backends.isEmpty()) {
      return "there are none: write backends { " + backend + " { servers { ... } } }";
    }
    return NearestWord.to(backend, backends.keySet())
        .map(nearest -> "did you mean '" + nearest + "'?")
        .orElse("there are: " + String.join(", ", backends.keySet()));
  }
}
