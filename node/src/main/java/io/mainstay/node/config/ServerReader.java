package io.mainstay.node.config;

import com.typesafe.config.ConfigObject;
import io.mainstay.proxy.Balance;
import io.mainstay.proxy.PoolPolicy;
import io.mainstay.proxy.Server;
import io.mainstay.proxy.ServerAdmin;
import io.mainstay.proxy.ServerRole;
import io.mainstay.proxy.TlsToServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** Reads the servers of a backend: an address alone, or an object with settings of its own. */
final class ServerReader {
  private static final int MOST_CONNECTIONS = 1_000_000;

  private static final String[] KEYS = {
    "weight",
    "maxconn",
    "maxqueue",
    "slow-start",
    "backup",
    "state",
    "pool-max-conn",
    "pool-low-conn",
    "pool-purge-delay",
    "pool-max-age",
    "max-reuse",
    "agent-port",
    "agent-addr",
    "agent-send",
    "agent-inter",
    "check-port",
    "check-addr",
    "tls"
  };

  private static final InetSocketAddress NOWHERE = new InetSocketAddress(0);

  private final Addresses addresses;
  private final TrackReader tracks = new TrackReader();
  private final AgentReader agents;
  private final Map<String, CheckPlace> checkPlaces = new HashMap<>();
  private final List<SourceConfig> sources = new ArrayList<>();

  ServerReader(Addresses addresses) {
    this.addresses = addresses;
    this.agents = new AgentReader(addresses);
  }

  /** Which servers follow another one's check. */
  TrackReader tracks() {
    return tracks;
  }

  /** The agents of all servers read. */
  List<AgentConfig> agents() {
    return agents.agents();
  }

  /** Where servers are checked that are not checked where they serve. */
  Map<String, CheckPlace> checkPlaces() {
    return checkPlaces;
  }

  /** Where more servers come from. */
  List<SourceConfig> sources() {
    return sources;
  }

  /** All servers of a backend that can be used; what is wrong with the others is told. */
  List<Server> read(String backendName, Section backend, Balance balance) {
    Section template = backend.section("default-server");
    template.knows(KEYS);
    ConfigObject defaults = template.withDefaults();
    Section all = backend.section("servers");
    List<Server> servers = new ArrayList<>();
    for (String name : all.keys()) {
      Section section = all.entry(name, defaults);
      Optional<Server> server = readServer(name, all, section, balance);
      server.ifPresent(servers::add);
      server.ifPresent(
          read ->
              agents.read(backendName, read, section, backend, template).ifPresent(agents::add));
      CheckPlace place = checkPlace(section);
      if (!place.equals(CheckPlace.SERVER)) {
        checkPlaces.put(backendName + "/" + name, place);
      }
      tracks.read(backendName, name, section);
      if (server.isEmpty()) {
        section.knows(KEYS); // What was not read for want of a server is no mistake.
      }
      section.close();
    }
    readSources(backendName, backend, defaults, balance);
    if (all.keys().isEmpty() && !backend.has("servers-from")) {
      backend.problem("servers", "needs at least one server: servers { web1 = \"10.0.0.3:80\" }");
    }
    return servers;
  }

  /** What other servers start from is what they would, were they written without settings. */
  private void readSources(
      String backendName, Section backend, ConfigObject defaults, Balance balance) {
    if (!backend.has("servers-from")) {
      return;
    }
    Section from = backend.section("servers-from");
    for (String source : from.keys()) {
      Section template = from.entry("", defaults);
      Map<String, String> settings = from.section(source).settings();
      if (template.has("tls")) {
        from.problem(source, "cannot find servers for a default-server with tls; leave out either");
      }
      readServer("any", NOWHERE, template, balance)
          .ifPresent(
              server ->
                  sources.add(
                      new SourceConfig(
                          backendName,
                          source,
                          settings,
                          server,
                          agents.read(backendName, server, template, backend, template),
                          checkPlace(template),
                          from.location(source))));
    }
    from.close();
  }

  private CheckPlace checkPlace(Section section) {
    boolean hasPort = section.has("check-port");
    OptionalInt port =
        hasPort ? OptionalInt.of(section.integer("check-port", 1, 65_535)) : OptionalInt.empty();
    Optional<InetAddress> address = Optional.empty();
    if (section.has("check-addr")) {
      address =
          addresses
              .server(
                  HostPort.bracketed(section.string("check-addr")) + ":1",
                  problem -> section.problem("check-addr", problem))
              .map(InetSocketAddress::getAddress);
    }
    return port.isEmpty() && address.isEmpty() ? CheckPlace.SERVER : new CheckPlace(address, port);
  }

  private Optional<Server> readServer(String name, Section all, Section section, Balance balance) {
    Section place = all.isObject(name) ? section : all;
    String key = all.isObject(name) ? "address" : name;
    Optional<InetSocketAddress> address =
        addresses.server(place.string(key), problem -> place.problem(key, problem));
    // Read on without one, so that all mistakes are told.
    Optional<Server> server = readServer(name, address.orElse(NOWHERE), section, balance);
    return address.isEmpty() ? Optional.empty() : server;
  }

  private static Optional<Server> readServer(
      String name, InetSocketAddress address, Section section, Balance balance) {
    int weight = section.integer("weight", 0, 256);
    int maxConn = section.integer("maxconn", 0, MOST_CONNECTIONS);
    int maxQueue = section.integer("maxqueue", 0, MOST_CONNECTIONS);
    var slowStart = section.durationOrZero("slow-start");
    ServerRole role = section.flag("backup") ? ServerRole.BACKUP : ServerRole.ACTIVE;
    ServerAdmin state = section.oneOf("state", ServerAdmin.class);
    Optional<PoolPolicy> pool = readPool(section);
    @Nullable TlsToServer tls =
        section.has("tls") ? TlsReader.toServer(section.section("tls")).orElse(null) : null;
    if (maxQueue > 0 && maxConn == 0) {
      section.problem("maxqueue", "needs maxconn: nobody waits for a server without a limit");
      return Optional.empty();
    }
    if (maxQueue > 0 && balance != Balance.LEAST_CONN) {
      section.warning(
          "maxqueue",
          "changes nothing without balance = least-conn: all wait for whichever server is free"
              + " first; queue-limit bounds how many");
    }
    if (pool.isEmpty()) {
      return Optional.empty(); // already told
    }
    try {
      return Optional.of(
          new Server(
              name, address, weight, maxConn, maxQueue, slowStart, role, state, pool.get(), tls));
    } catch (IllegalArgumentException e) {
      section.problemHere(String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }

  private static Optional<PoolPolicy> readPool(Section section) {
    int most = section.integer("pool-max-conn", -1, MOST_CONNECTIONS);
    int low = section.integer("pool-low-conn", 0, MOST_CONNECTIONS);
    var purgeDelay = section.durationOrZero("pool-purge-delay");
    int maxReuse = section.integer("max-reuse", -1, Integer.MAX_VALUE);
    var maxAge = section.durationOrZero("pool-max-age");
    try {
      return Optional.of(new PoolPolicy(most, low, purgeDelay, maxReuse, maxAge));
    } catch (IllegalArgumentException e) {
      section.problem("pool-low-conn", "cannot be kept: " + e.getMessage());
      return Optional.empty();
    }
  }
}
