package io.mainstay.vip.docker;

import java.net.InetAddress;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** What to do about the container's endpoint on the network. Pure. */
sealed interface EndpointStep {

  /** It is as wanted. */
  record Rest() implements EndpointStep {}

  /** Put the container on the network with these addresses. */
  record Connect(Set<InetAddress> addresses) implements EndpointStep {}

  /** It is there with others: take it off, then put it on again with these. */
  record Reconnect(Set<InetAddress> addresses) implements EndpointStep {}

  /** Take it off. */
  record Disconnect() implements EndpointStep {}

  /** It does not run: nothing can be done until it does. */
  record NotRunning() implements EndpointStep {}

  /** Doing it would harm. */
  record Refuse(String reason) implements EndpointStep {}

  /**
   * Towards the container having the address.
   *
   * @param movable all addresses that come and go; those of them that it has stay
   */
  static EndpointStep toAcquire(
      ContainerView container, String network, InetAddress address, Set<InetAddress> movable) {
    if (!container.hasNetwork()) {
      return new NotRunning();
    }
    // Without an address it is no endpoint: the Engine remembers a connect that failed.
    Optional<NetworkEndpoint> endpoint =
        container.on(network).filter(each -> !each.present().isEmpty());
    if (endpoint.isEmpty()) {
      return new Connect(Set.of(address));
    }
    if (endpoint.get().present().contains(address)) {
      return new Rest();
    }
    Set<InetAddress> wanted = claims(container, network, movable);
    boolean onAnother =
        container.endpoints().stream()
            .anyMatch(each -> !each.isOn(network) && !each.present().isEmpty());
    if (wanted.isEmpty() && !onAnother) {
      return new Refuse(
          "container "
              + container.called()
              + " is on network "
              + network
              + " with an address of its own and on no other: to take that away would cut it off;"
              + " connect it to a second network too");
    }
    wanted.add(address);
    return new Reconnect(wanted);
  }

  /** Towards the container not having the address, neither now nor at its next start. */
  static EndpointStep toRelease(
      ContainerView container, String network, InetAddress address, Set<InetAddress> movable) {
    Set<InetAddress> claimed = claims(container, network, movable);
    if (!claimed.remove(address)) {
      return new Rest();
    }
    return claimed.isEmpty() ? new Disconnect() : new Reconnect(claimed);
  }

  /** Which of the addresses it has; while it does not run, which it will ask for. */
  private static Set<InetAddress> claims(
      ContainerView container, String network, Set<InetAddress> movable) {
    Set<InetAddress> claims = new HashSet<>();
    container
        .on(network)
        .ifPresent(
            endpoint ->
                claims.addAll(container.hasNetwork() ? endpoint.present() : endpoint.configured()));
    claims.retainAll(movable);
    return claims;
  }

  /** Whether the container has the address now. */
  static boolean holds(ContainerView container, String network, InetAddress address) {
    return container.hasNetwork()
        && container
            .on(network)
            .map(endpoint -> endpoint.present().contains(address))
            .orElse(false);
  }
}
