package io.mainstay.vip.digitalocean;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.Optional;

/** Says why this host could not serve an address that is assigned to it. */
@FunctionalInterface
interface HostGuard {

  /** Lets everything pass. */
  HostGuard NONE = address -> Optional.empty();

  /** What is wrong, with its cure; empty when nothing is. May ask the kernel, not the network. */
  Optional<String> problem(InetAddress address);

  /** Wants the anchor on one of this host's interfaces before an IPv4 address is assigned. */
  static HostGuard wanting(Anchor anchor) {
    return address ->
        address instanceof Inet4Address && !isHere(anchor.address())
            ? Optional.of(
                "the anchor address "
                    + anchor.address().getHostAddress()
                    + " is on no interface of this host, so nothing would arrive; bind it with"
                    + " mover = [ linux, digitalocean ], or set anchor = ignore")
            : Optional.empty();
  }

  private static boolean isHere(InetAddress address) {
    try {
      return NetworkInterface.getByInetAddress(address) != null;
    } catch (SocketException e) {
      return true; // no reason to keep an address from its master
    }
  }
}
