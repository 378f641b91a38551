package io.mainstay.vrrp.state;

import io.mainstay.vrrp.PeerGone;
import java.net.InetAddress;
import java.util.List;

/** What can happen to a virtual router. */
public sealed interface VrrpEvent {

  /** The router shall take part in the election. */
  record Startup() implements VrrpEvent {}

  /** The router shall resign and stop. */
  record Shutdown() implements VrrpEvent {}

  /**
   * A valid advertisement of a peer.
   *
   * @param priority 0 to 255; 0 says that the peer resigns
   */
  record AdvertisementReceived(int priority, long intervalNanos, InetAddress sender)
      implements VrrpEvent {}

  /**
   * An advertisement with this router's VRID for addresses none of which is its own: another group
   * of routers uses the same VRID on the link.
   *
   * @param priority 0 to 255; 0 says that the sender resigns
   * @param addresses what it advertises, at least one
   */
  record StrangerHeard(
      InetAddress sender, int priority, long intervalNanos, List<InetAddress> addresses)
      implements VrrpEvent {
    public StrangerHeard {
      addresses = List.copyOf(addresses);
    }
  }

  /**
   * The router runs again after a pause. Comes before everything that happened meanwhile.
   *
   * @param stalledNanos how much later than it wanted
   */
  record Resumed(long stalledNanos) implements VrrpEvent {}

  /** The deadline of a timer passed; a generation other than the armed one is stale. */
  record TimerFired(TimerKind kind, long generation) implements VrrpEvent {}

  /** The interface can be used, and this is the address that advertisements leave from. */
  record LinkUp(InetAddress localAddress) implements VrrpEvent {}

  /** The interface cannot be used; the reason is a sentence such as "interface eth0 is down". */
  record LinkDown(String reason) implements VrrpEvent {}

  /** What the router stands for does not work; it must not be MASTER. */
  record FaultRaised(String reason) implements VrrpEvent {}

  /** Nothing but the interface keeps the router from taking part any more. */
  record FaultCleared() implements VrrpEvent {}

  /**
   * The effective priority changed; an owner ignores it.
   *
   * @param priority 1 to 254
   */
  record PriorityChanged(int priority) implements VrrpEvent {}

  /**
   * A peer is gone, as something other than its advertisements tells. It matters when that peer is
   * the master that this router waits for; an advertisement of the peer refutes it.
   */
  record PeerLeft(InetAddress peer, PeerGone how, String reason) implements VrrpEvent {}

  /** Another member of its sync group became MASTER, so a BACKUP does as well. */
  record GroupPromotes(String reason) implements VrrpEvent {}

  /** Another member of its sync group is MASTER no more, so this one resigns. */
  record GroupDemotes(String reason) implements VrrpEvent {}

  /** Another member of its sync group is in FAULT by its own cause. */
  record GroupFaulted(String reason) implements VrrpEvent {}

  /** No other member of its sync group has a cause to be in FAULT any more. */
  record GroupRecovered() implements VrrpEvent {}

  /** A BACKUP's wait is over, but other members of its sync group still wait for their master. */
  record GroupHolds(long untilNanos) implements VrrpEvent {}

  /** The addresses of that promotion are in place; one of an earlier promotion is stale. */
  record AddressesInstalled(long promotion) implements VrrpEvent {}

  /** The addresses of that promotion could not be installed. */
  record AddressesFailed(long promotion, String reason) implements VrrpEvent {}
}
