package io.mainstay.node.config;

import io.mainstay.health.CheckPolicy;
import io.mainstay.health.CheckSpec;
import io.mainstay.proxy.Server;
import java.net.InetSocketAddress;
import java.util.Map;

/**
 * How the servers of one backend are checked.
 *
 * @param backend the backend's name
 * @param spec which check, with its arguments
 * @param policy how often, and how many results decide
 * @param elsewhere where the check of a server goes, by its name, if not to the server's own
 *     address
 * @param location where it is written, for messages
 */
public record BackendCheck(
    String backend,
    CheckSpec spec,
    CheckPolicy policy,
    Map<String, InetSocketAddress> elsewhere,
    String location) {
  public BackendCheck {
    elsewhere = Map.copyOf(elsewhere);
  }

  /** Where the check of a server goes. */
  public InetSocketAddress addressOf(Server server) {
    return elsewhere.getOrDefault(server.name(), server.address());
  }
}
