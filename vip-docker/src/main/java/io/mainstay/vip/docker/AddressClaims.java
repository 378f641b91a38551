package io.mainstay.vip.docker;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Which other containers claim an address on a network. Pure.
 *
 * @param containers those on the network
 * @param own the id of the one that does not count
 */
record AddressClaims(List<ContainerView> containers, String own, String network) {

  AddressClaims {
    containers = List.copyOf(containers);
  }

  /** The one that has the address now. */
  Optional<ContainerView> owner(InetAddress address) {
    return containers.stream()
        .filter(each -> !each.id().equals(own))
        .filter(each -> EndpointStep.holds(each, network, address))
        .findFirst();
  }

  /**
   * Those that do not run and ask for the address at their next start: holders that were killed.
   * They cannot start while another has it.
   */
  List<ContainerView> sleepers(InetAddress address) {
    return containers.stream()
        .filter(each -> !each.id().equals(own) && !each.hasNetwork())
        .filter(each -> claims(each, address))
        .toList();
  }

  private boolean claims(ContainerView container, InetAddress address) {
    return container
        .on(network)
        .map(endpoint -> !endpoint.claimsOf(Set.of(address)).isEmpty())
        .orElse(false);
  }
}
