package io.mainstay.node.config;

import io.mainstay.health.source.FoundServer;
import io.mainstay.proxy.Server;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Optional;

/**
 * Where more servers of a backend come from than the configuration names.
 *
 * @param backend the backend's name
 * @param source the kind of source
 * @param settings for the source alone to judge
 * @param template what every server of it starts from; its name and address mean nothing
 * @param agent the agent beside each of them; at no address for the server's own
 * @param check where each of them is checked
 * @param location where it is written, for messages
 */
public record SourceConfig(
    String backend,
    String source,
    Map<String, String> settings,
    Server template,
    Optional<AgentConfig> agent,
    CheckPlace check,
    String location) {

  /** Copies the settings. */
  public SourceConfig {
    settings = Map.copyOf(settings);
  }

  /** A server as the proxy takes it. */
  public Server server(FoundServer found) {
    return template
        .at(found.name(), found.address())
        .withWeight(found.weight().orElse(template.weight()));
  }

  /** The agent beside a server. */
  public Optional<AgentConfig> agent(FoundServer found) {
    return agent.map(
        each ->
            new AgentConfig(
                backend,
                found.name(),
                each.address().getAddress().isAnyLocalAddress()
                    ? new InetSocketAddress(found.address().getAddress(), each.address().getPort())
                    : each.address(),
                each.send(),
                each.inter()));
  }
}
