package io.mainstay.node.config;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * One place where the node tells about itself, and what it tells there.
 *
 * @param name how messages call it: {@code status}, or {@code status.listeners.NAME}
 * @param binds where it listens; port 0 lets the kernel choose
 * @param uri what the target of a request for the page begins with
 * @param users who may ask; everybody when empty
 * @param refresh how often a browser asks for the page again; zero for never
 * @param node what the page calls the node; empty for nothing
 * @param scope the frontends and backends that are shown; all of them when empty
 */
public record StatusListener(
    String name,
    List<InetSocketAddress> binds,
    String uri,
    List<StatusUser> users,
    Duration refresh,
    String node,
    Set<String> scope) {

  public StatusListener {
    binds = List.copyOf(binds);
    users = List.copyOf(users);
    scope = Set.copyOf(scope);
  }
}
