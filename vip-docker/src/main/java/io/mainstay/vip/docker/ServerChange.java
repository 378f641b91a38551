package io.mainstay.vip.docker;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One step from the servers that were to the servers that are. */
public sealed interface ServerChange {

  /** It is new: it may get requests as soon as its health allows. */
  record Add(DiscoveredServer server) implements ServerChange {}

  /** Its weight is another; its address is not. */
  record Reweigh(DiscoveredServer server) implements ServerChange {}

  /** It goes or has gone: no new request for it, those under way may end. */
  record Drain(DiscoveredServer server) implements ServerChange {}

  /**
   * The steps, in the order to take them: what is new comes before what goes, so that a backend
   * whose servers are all replaced is never empty. A server that has moved is drained where it was
   * first, for it keeps its name. Pure.
   */
  static List<ServerChange> between(
      Collection<DiscoveredServer> before, Collection<DiscoveredServer> after) {
    Map<String, DiscoveredServer> gone = new LinkedHashMap<>();
    before.forEach(server -> gone.put(server.called(), server));
    List<ServerChange> changes = new ArrayList<>();
    for (DiscoveredServer server : after) {
      DiscoveredServer was = gone.remove(server.called());
      if (was == null) {
        changes.add(new Add(server));
      } else if (!was.address().equals(server.address())) {
        changes.add(new Drain(was));
        changes.add(new Add(server));
      } else if (was.weight() != server.weight()) {
        changes.add(new Reweigh(server));
      }
    }
    gone.values().forEach(server -> changes.add(new Drain(server)));
    return changes;
  }
}
