package io.mainstay.node.config;

import io.mainstay.proxy.AddressRange;
import java.net.InterfaceAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.List;
import java.util.Optional;

/** The networks that a host's interfaces are in; a parameter so that tests need no interfaces. */
@FunctionalInterface
public interface HostNetworks {
  /** The networks of one interface; empty when this host has no such interface. */
  Optional<List<AddressRange>> of(String interfaceName);

  /** Nothing is known, for a configuration that is meant for another host. */
  HostNetworks UNKNOWN = interfaceName -> Optional.empty();

  /** This host's. */
  HostNetworks SYSTEM =
      interfaceName -> {
        try {
          return Optional.ofNullable(NetworkInterface.getByName(interfaceName))
              .map(found -> found.getInterfaceAddresses().stream().map(HostNetworks::of).toList());
        } catch (SocketException e) {
          return Optional.empty();
        }
      };

  private static AddressRange of(InterfaceAddress own) {
    return new AddressRange(own.getAddress(), own.getNetworkPrefixLength());
  }
}
