package io.mainstay.vrrp.sim;

import io.mainstay.vrrp.Unicast;
import java.util.Arrays;
import java.util.List;

/**
 * I14: a router with unicast peers sends each advertisement once to each of them, with the same
 * priority, and to nobody else.
 */
final class I14EveryPeerIsTold extends Invariant {
  private static final class Round {
    int told;
    int priority;
  }

  private final PerRouter<Round> rounds = new PerRouter<>(Round::new);

  @Override
  void sendingTo(SimRouter router, byte[] peer, int priority) {
    Round round = rounds.get(router);
    List<Unicast.Peer> peers = peers(router);
    check(round.told < peers.size(), router, "sends to an address without having any peers");
    check(
        round.told == 0 || round.priority == priority, router, "tells its peers different things");
    byte[] next = peers.get(round.told).address().getAddress();
    check(Arrays.equals(next, peer), router, () -> "leaves out " + peers.get(round.told));
    round.priority = priority;
    round.told = (round.told + 1) % peers.size();
  }

  @Override
  void sending(SimRouter router, int priority) {
    check(rounds.get(router).told == 0, router, "does not tell all its peers");
  }

  @Override
  void cycleEnded(SimHost host) {
    for (SimRouter router : host.routers()) {
      check(rounds.get(router).told == 0, router, "does not tell all its peers");
    }
  }

  private static List<Unicast.Peer> peers(SimRouter router) {
    return router.config().unicast().map(Unicast::peers).orElse(List.of());
  }
}
