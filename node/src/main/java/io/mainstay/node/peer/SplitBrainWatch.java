package io.mainstay.node.peer;

import io.mainstay.vrrp.state.VrrpState;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Notices when this node and a peer are both MASTER of a virtual router for longer than a hand-over
 * can take. Pure.
 */
final class SplitBrainWatch {
  private final long boundNanos;
  private final Map<String, Long> bothSinceNanos = new HashMap<>();

  SplitBrainWatch(long boundNanos) {
    this.boundNanos = boundNanos;
  }

  /** The alarms at this moment, one line for each virtual router; empty when all is well. */
  List<String> observe(LocalState own, Peer peer, long nowNanos) {
    Set<String> both = new HashSet<>();
    for (RouterState router : own.routers()) {
      if (router.state() == VrrpState.MASTER
          && peer.router(router.name()).map(RouterState::state).stream()
              .anyMatch(state -> state == VrrpState.MASTER)) {
        both.add(router.name());
      }
    }
    bothSinceNanos.keySet().retainAll(both);
    both.forEach(router -> bothSinceNanos.putIfAbsent(router, nowNanos));
    return both.stream()
        .filter(router -> nowNanos - bothSinceNanos.getOrDefault(router, nowNanos) >= boundNanos)
        .sorted()
        .map(router -> line(router, peer))
        .toList();
  }

  /** The peer's word is no longer known. */
  void clear() {
    bothSinceNanos.clear();
  }

  /** Whether time alone may raise an alarm. */
  boolean isWatching() {
    return !bothSinceNanos.isEmpty();
  }

  private String line(String router, Peer peer) {
    return "split brain: router "
        + router
        + " is MASTER here and on "
        + peer.name()
        + " for more than "
        + boundNanos / 1_000_000
        + " ms: advertisements do not pass between the nodes, while the peer link does; check"
        + " multicast or firewalls";
  }
}
