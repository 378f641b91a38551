package io.mainstay.node.config;

import io.mainstay.vip.AddressScope;
import io.mainstay.vip.VirtualAddress;
import java.net.InetAddress;

/**
 * One virtual address as written, whichever file format wrote it.
 *
 * @param interfaceName where it is put; empty for the router's interface
 * @param scope how far it is valid; global unless written
 * @param label how the host's tools list it; empty for the mover's choice
 * @param location where it is written, for messages
 */
record RouterAddress(
    InetAddress address,
    int prefixLength,
    String interfaceName,
    AddressScope scope,
    String label,
    String location) {

  /**
   * The address as a mover sees it.
   *
   * @throws IllegalArgumentException when the label can be none; the message says what can
   */
  VirtualAddress of(String routerInterface) {
    return new VirtualAddress(
        address,
        prefixLength,
        interfaceName.isEmpty() ? routerInterface : interfaceName,
        scope,
        label);
  }
}
