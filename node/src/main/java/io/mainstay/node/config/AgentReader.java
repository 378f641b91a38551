package io.mainstay.node.config;

import io.mainstay.health.CheckPolicy;
import io.mainstay.proxy.Server;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads the agents beside servers. */
final class AgentReader {
  private static final String PORT = "agent-port";
  private static final String ADDRESS = "agent-addr";
  private static final String SEND = "agent-send";
  private static final String INTER = "agent-inter";

  private final Addresses addresses;
  private final List<AgentConfig> agents = new ArrayList<>();

  AgentReader(Addresses addresses) {
    this.addresses = addresses;
  }

  List<AgentConfig> agents() {
    return agents;
  }

  void add(AgentConfig agent) {
    agents.add(agent);
  }

  /**
   * Reads the agent of one server, if it has one that can be used.
   *
   * @param defaults what all servers of the backend start from: settings of agents there are no
   *     mistake of a server that has none
   */
  Optional<AgentConfig> read(
      String backendName, Server server, Section section, Section backend, Section defaults) {
    boolean addressed = section.has(ADDRESS);
    String send = section.has(SEND) ? section.string(SEND) : "";
    Duration inter = section.has(INTER) ? section.duration(INTER) : backend.duration("inter");
    if (!section.has(PORT)) {
      for (String key : List.of(ADDRESS, SEND, INTER)) {
        if (section.has(key) && !defaults.has(key)) {
          section.problem(key, "means nothing without agent-port");
        }
      }
      return Optional.empty();
    }
    int port = section.integer(PORT, 1, 65_535);
    Optional<InetSocketAddress> address =
        addressed
            ? addresses.server(
                HostPort.bracketed(section.string(ADDRESS)) + ":" + port,
                problem -> section.problem(ADDRESS, problem))
            : Optional.of(new InetSocketAddress(server.address().getAddress(), port));
    if (inter.compareTo(CheckPolicy.LONGEST) > 0) {
      section.problem(INTER, "must be at most " + CheckPolicy.LONGEST.toDays() + "d");
      return Optional.empty();
    }
    return address.map(found -> new AgentConfig(backendName, server.name(), found, send, inter));
  }
}
