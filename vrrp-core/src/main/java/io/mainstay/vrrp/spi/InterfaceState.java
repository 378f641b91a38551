package io.mainstay.vrrp.spi;

import java.net.InetAddress;
import java.util.List;

/**
 * What the kernel says of an interface at one moment.
 *
 * @param name its name
 * @param index the kernel's index, 0 when the interface does not exist
 * @param up administratively up and with carrier, so that frames can pass
 * @param mtuBytes the largest IP packet it carries, 0 when it does not exist
 * @param addresses its own addresses in the kernel's order, virtual ones included; the engine
 *     leaves those out when it picks the address to send from
 */
public record InterfaceState(
    String name, int index, boolean up, int mtuBytes, List<InetAddress> addresses) {

  public InterfaceState {
    addresses = List.copyOf(addresses);
  }

  /** The state of an interface that does not exist. */
  public static InterfaceState missing(String name) {
    return new InterfaceState(name, 0, false, 0, List.of());
  }

  public boolean exists() {
    return index != 0;
  }
}
