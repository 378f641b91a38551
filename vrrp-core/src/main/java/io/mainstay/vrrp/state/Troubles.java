package io.mainstay.vrrp.state;

import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/** All that keeps a router in FAULT; each cause comes and goes by itself. */
final class Troubles {
  /** Null while the link cannot be used. */
  @Nullable InetAddress localAddress;

  String linkReason;

  /** What the router stands for does not work. */
  @Nullable String fault;

  /** Another member of its sync group is in trouble. */
  @Nullable String groupFault;

  /** Another group uses the VRID; a MASTER does not mind it. */
  @Nullable String vridTaken;

  long vridTakenUntilNanos;

  /** The addresses could not be installed a while ago. */
  boolean backingOff;

  Troubles(String interfaceName) {
    linkReason = "interface " + interfaceName + " was not seen yet";
  }

  /** One of the causes that are not the sync group's; null when there is none. */
  @Nullable String own() {
    if (localAddress == null) {
      return linkReason;
    }
    if (fault != null) {
      return fault;
    }
    if (vridTaken != null) {
      return vridTaken;
    }
    return backingOff ? "the addresses could not be installed" : null;
  }

  boolean isOver() {
    return own() == null && groupFault == null;
  }

  @Override
  public String toString() {
    return "local="
        + localAddress
        + " fault="
        + fault
        + " groupFault="
        + groupFault
        + " backingOff="
        + backingOff
        + (vridTaken == null ? "" : " taken until " + vridTakenUntilNanos);
  }
}
