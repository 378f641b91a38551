package io.mainstay.node.config;

import com.typesafe.config.ConfigObject;
import io.mainstay.proxy.Balance;
import io.mainstay.proxy.PoolPolicy;
import io.mainstay.proxy.Server;
import io.mainstay.proxy.ServerAdmin;
import io.mainstay.proxy.ServerRole;
import io.mainstay.proxy.TlsToServer;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
    "tls"
  };

  private final Addresses addresses;
  private final TrackReader tracks = new TrackReader();
  private final AgentReader agents;

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
      server.ifPresent(read -> agents.read(backendName, read, section, backend));
      tracks.read(backendName, name, section);
      section.close();
    }
    if (all.keys().isEmpty()) {
      backend.problem("servers", "needs at least one server: servers { web1 = \"10.0.0.3:80\" }");
    }
    return servers;
  }

  private Optional<Server> readServer(String name, Section all, Section section, Balance balance) {
    Section place = all.isObject(name) ? section : all;
    String key = all.isObject(name) ? "address" : name;
    Optional<InetSocketAddress> address =
        addresses.server(place.string(key), problem -> place.problem(key, problem));
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
    if (address.isEmpty() || pool.isEmpty()) {
      return Optional.empty(); // already told
    }
    try {
      return Optional.of(
          new Server(
              name,
              address.get(),
              weight,
              maxConn,
              maxQueue,
              slowStart,
              role,
              state,
              pool.get(),
              tls));
    } catch (IllegalArgumentException e) {
      place.problem(key, String.valueOf(e.getMessage()));
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
