package io.mainstay.node.config;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** Where a configuration wants to listen, to tell what the kernel would refuse at the start. */
final class PlannedListeners {
  /** One of them, and who is told what is wrong with it. */
  private record Planned(InetSocketAddress bind, String owner, Consumer<String> problem) {}

  private final List<Planned> listeners = new ArrayList<>();

  /** Notes a listener unless another has the same place; the kernel chooses for port 0. */
  boolean isFree(InetSocketAddress bind, String owner, Consumer<String> problem) {
    if (bind.getPort() == 0) {
      return true;
    }
    Optional<Planned> other = listeners.stream().filter(o -> o.bind().equals(bind)).findFirst();
    other.ifPresent(
        same ->
            problem.accept(
                "of " + owner + " is also that of " + same.owner() + "; give each its own port"));
    if (other.isEmpty()) {
      listeners.add(new Planned(bind, owner, problem));
    }
    return other.isEmpty();
  }

  /**
   * Tells the later of two that want the same port, one of them on all addresses.
   *
   * @param floating addresses that a router moves: beside them all addresses may be listened to
   */
  void refuseOverlaps(Set<InetAddress> floating) {
    for (int later = 1; later < listeners.size(); later++) {
      for (Planned earlier : listeners.subList(0, later)) {
        Planned planned = listeners.get(later);
        if (overlap(earlier, planned, floating) || overlap(planned, earlier, floating)) {
          planned
              .problem()
              .accept(
                  "of "
                      + planned.owner()
                      + " takes port "
                      + planned.bind().getPort()
                      + ", which "
                      + earlier.owner()
                      + " takes too, and one of them on all addresses; give each its own port, or"
                      + " name the addresses");
        }
      }
    }
  }

  private static boolean overlap(Planned all, Planned one, Set<InetAddress> floating) {
    InetAddress wildcard = all.bind().getAddress();
    InetAddress address = one.bind().getAddress();
    return all.bind().getPort() == one.bind().getPort()
        && wildcard.isAnyLocalAddress()
        && !floating.contains(address)
        && (wildcard instanceof Inet6Address || !(address instanceof Inet6Address));
  }
}
