package io.mainstay.node.config;

import com.typesafe.config.ConfigObject;
import io.mainstay.health.CheckPolicy;
import io.mainstay.health.CheckSpec;
import io.mainstay.health.InitialState;
import io.mainstay.proxy.AddressRange;
import io.mainstay.proxy.Backend;
import io.mainstay.proxy.BackendTimeouts;
import io.mainstay.proxy.Balance;
import io.mainstay.proxy.Forwarded;
import io.mainstay.proxy.ForwardedFor;
import io.mainstay.proxy.Frontend;
import io.mainstay.proxy.FrontendMode;
import io.mainstay.proxy.FrontendTimeouts;
import io.mainstay.proxy.ProxyConfig;
import io.mainstay.proxy.ProxyLimits;
import io.mainstay.proxy.RetryPolicy;
import io.mainstay.proxy.Server;
import io.mainstay.proxy.TransportKind;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads frontends and backends. */
final class ProxyReader {
  private static final String NO_CHECK = "none";

  private final Addresses addresses;
  private final List<Frontend> frontends = new ArrayList<>();
  private final Map<String, Backend> backends = new LinkedHashMap<>();
  private final Map<InetSocketAddress, String> listeners = new HashMap<>();
  private final List<BackendCheck> checks = new ArrayList<>();

  ProxyReader(Addresses addresses, InetSocketAddress status) {
    this.addresses = addresses;
    listeners.put(status, "status");
  }

  void read(Section mainstay, ConfigObject frontendDefaults, ConfigObject backendDefaults) {
    // Backends first, so that a frontend can say which of them it does not find.
    mainstay.each("backends", backendDefaults, this::readBackend);
    mainstay.each("frontends", frontendDefaults, this::readFrontend);
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
    return checks;
  }

  private void readFrontend(String name, Section section) {
    List<InetSocketAddress> binds = new ArrayList<>();
    for (Section.Entry entry : section.someStrings("bind")) {
      addresses
          .bind(entry.text(), problem -> section.problemAt(entry, "bind", problem))
          .filter(bind -> isFree(bind, name, problem -> section.problemAt(entry, "bind", problem)))
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
      frontends.add(
          new Frontend(
              name, binds, backend, frontendTimeouts, forwardedFor, mode, trusted, forwarded));
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

  /** Whether nothing else of this configuration listens there; the kernel chooses for port 0. */
  private boolean isFree(InetSocketAddress bind, String name, Consumer<String> problem) {
    if (bind.getPort() == 0) {
      return true;
    }
    String other = listeners.putIfAbsent(bind, "frontend '" + name + "'");
    if (other != null) {
      problem.accept(
          "of frontend '" + name + "' is also that of " + other + "; give each its own port");
    }
    return other == null;
  }

  private String hint(String backend) {
    return NearestWord.to(backend, backends.keySet())
        .map(nearest -> "did you mean '" + nearest + "'?")
        .orElse("there are: " + String.join(", ", backends.keySet()));
  }

  private void readBackend(String name, Section section) {
    List<Server> servers = new ArrayList<>();
    Section all = section.section("servers");
    for (String server : all.keys()) {
      readServer(server, all).ifPresent(servers::add);
    }
    if (all.keys().isEmpty()) {
      section.problem("servers", "needs at least one server: servers { web1 = \"10.0.0.3:80\" }");
    }
    Section timeouts = section.section("timeouts");
    BackendTimeouts backendTimeouts =
        new BackendTimeouts(
            timeouts.duration("connect"),
            timeouts.duration("server"),
            timeouts.duration("idle"),
            timeouts.duration("tunnel"));
    timeouts.close();
    RetryPolicy retry =
        new RetryPolicy(section.integer("retries", 0, 100), RetryPolicy.defaults().on());
    Balance balance = section.oneOf("balance", Balance.class);
    readCheck(name, section);
    try {
      backends.put(name, new Backend(name, servers, backendTimeouts, retry, balance));
    } catch (IllegalArgumentException e) {
      section.problemHere(String.valueOf(e.getMessage()));
    }
  }

  private Optional<Server> readServer(String name, Section servers) {
    if (!servers.isObject(name)) {
      return server(name, servers, name, 1);
    }
    Section section = servers.section(name);
    int weight = section.has("weight") ? section.integer("weight", 0, 256) : 1;
    Optional<Server> server = server(name, section, "address", weight);
    section.close();
    return server;
  }

  private Optional<Server> server(String name, Section section, String key, int weight) {
    Optional<InetSocketAddress> address =
        addresses.server(section.string(key), problem -> section.problem(key, problem));
    try {
      return address.map(resolved -> new Server(name, resolved, weight));
    } catch (IllegalArgumentException e) {
      section.problem(key, String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }

  private void readCheck(String backend, Section section) {
    String line = section.string("check");
    Duration inter = section.duration("inter");
    @Nullable Duration fastInter = optional(section, "fastinter");
    @Nullable Duration downInter = optional(section, "downinter");
    Duration timeout = section.duration("check-timeout");
    int rise = section.integer("rise", 1, CheckPolicy.MAX_PROBES);
    int fall = section.integer("fall", 1, CheckPolicy.MAX_PROBES);
    if (line.equals(NO_CHECK)) {
      return;
    }
    try {
      checks.add(
          new BackendCheck(
              backend,
              CheckSpec.parse(line),
              new CheckPolicy(inter, fastInter, downInter, rise, fall, timeout, InitialState.UP),
              section.location("check")));
    } catch (IllegalArgumentException e) {
      section.problem("check", "cannot be used: " + e.getMessage());
    }
  }

  private static @Nullable Duration optional(Section section, String key) {
    return section.has(key) ? section.duration(key) : null;
  }
}
