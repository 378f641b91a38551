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

  /** The names of this host's interfaces, with addresses or without; empty when not known. */
  default List<String> interfaces() {
    return List.of();
  }

  /** Nothing is known, for a configuration that is meant for another host. */
  HostNetworks UNKNOWN = interfaceName -> Optional.empty();

  /** This host's. */
  HostNetworks SYSTEM =
      new HostNetworks() {
        @Override
        public Optional<List<AddressRange>> of(String interfaceName) {
          try {
            return Optional.ofNullable(NetworkInterface.getByName(interfaceName))
                .map(
                    found -> found.getInterfaceAddresses().stream().map(HostNetworks::of).toList());
          } catch (SocketException e) {
            return Optional.empty();
          }
        }

        @Override
        public List<String> interfaces() {
          return LinuxInterfaces.names();
        }
      };

  private static AddressRange of(InterfaceAddress own) {
    return new AddressRange(own.getAddress(), own.getNetworkPrefixLength());
  }
}
