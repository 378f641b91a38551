package io.mainstay.node.config;

import io.mainstay.proxy.AddressRange;
import io.mainstay.vip.VirtualAddress;
import java.util.List;
import java.util.Optional;

/** Judges whether hosts can reach a virtual address through the interface it is put on. */
final class ReachRules {
  private ReachRules() {}

  /**
   * What keeps hosts from reaching the address, if anything does.
   *
   * @param own the networks of the interface
   */
  static Optional<String> warning(VirtualAddress virtual, List<AddressRange> own) {
    AddressRange wanted = new AddressRange(virtual.address(), virtual.prefixLength());
    boolean reachable =
        own.stream()
            .anyMatch(
                network ->
                    network.contains(virtual.address()) || wanted.contains(network.network()));
    if (reachable) {
      return Optional.empty();
    }
    String text = virtual.address().getHostAddress();
    return Optional.of(
        wanted.isSingleAddress()
            ? text
                + " is in no network of "
                + virtual.interfaceName()
                + "; without a route of their own, hosts will not reach it through it"
            : virtual.interfaceName()
                + " has no address in "
                + wanted
                + "; hosts there will not reach "
                + text
                + " through it");
  }
}
