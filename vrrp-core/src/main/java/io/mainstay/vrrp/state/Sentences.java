package io.mainstay.vrrp.state;

import io.mainstay.vrrp.PeerGone;
import io.mainstay.vrrp.VirtualRouterConfig;
import io.mainstay.vrrp.state.VrrpEvent.StrangerHeard;
import java.net.InetAddress;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The particulars of transitions, worded for a log line. */
final class Sentences {

  private static final int SHOWN_ADDRESSES = 3;

  private Sentences() {}

  static String silent(@Nullable InetAddress master, int priority, long nanos) {
    String who =
        master == null ? "" : " from " + master.getHostAddress() + " (priority " + priority + ")";
    return "no advertisement" + who + " for " + seconds(nanos);
  }

  static String resigned(@Nullable InetAddress master) {
    return (master == null ? "the master" : master.getHostAddress()) + " resigned";
  }

  static String gone(@Nullable InetAddress master, PeerGone how, String reason) {
    return (master == null ? "the master" : master.getHostAddress())
        + (how == PeerGone.DIED ? " died: " : " resigned: ")
        + reason;
  }

  static String stalled(long nanos, long limitNanos) {
    return "stalled for "
        + seconds(nanos)
        + ", longer than the "
        + seconds(limitNanos)
        + " after which another router takes over";
  }

  static String lower(@Nullable InetAddress master, int priority, int local) {
    return (master == null ? "the master" : master.getHostAddress())
        + " advertises priority "
        + priority
        + ", lower than "
        + local;
  }

  static String higher(InetAddress sender, int priority, int local) {
    return sender.getHostAddress() + " advertises priority " + priority + ", higher than " + local;
  }

  static String higherAddress(InetAddress sender, int priority) {
    return sender.getHostAddress()
        + " advertises the same priority "
        + priority
        + " and has the higher address";
  }

  static String vridTaken(VirtualRouterConfig config, StrangerHeard stranger) {
    return "VRID "
        + config.vrid()
        + " on "
        + config.interfaceName()
        + " is taken by another group: "
        + stranger.sender().getHostAddress()
        + " advertises it for "
        + first(stranger.addresses())
        + "; choose another vrid for one of the groups, or, if it is to be one group, give all its"
        + " nodes the same addresses";
  }

  /** All, or the first few of many: a packet must not make a line as long as it likes. */
  private static String first(List<InetAddress> addresses) {
    String shown =
        addresses.stream()
            .limit(SHOWN_ADDRESSES)
            .map(InetAddress::getHostAddress)
            .collect(Collectors.joining(", "));
    int more = addresses.size() - SHOWN_ADDRESSES;
    return more > 0 ? shown + " and " + more + " more" : shown;
  }

  static String duplicateAddress(InetAddress address) {
    return address.getHostAddress()
        + " is this router's own address, and another host sends VRRP from it";
  }

  static String equalPriority(InetAddress sender, int priority) {
    return sender.getHostAddress()
        + " advertises priority "
        + priority
        + ", which is also this router's, so that the higher address or whoever was first is"
        + " master; give each node a priority of its own";
  }

  static String duplicateOwner(InetAddress sender) {
    return sender.getHostAddress() + " claims to own the addresses with priority 255 as well";
  }

  /** Two decimals, such as 3.61 s; operators compare it with the configured interval. */
  static String seconds(long nanos) {
    long hundredths = (nanos + 5_000_000L) / 10_000_000L;
    long fraction = hundredths % 100;
    return hundredths / 100 + (fraction < 10 ? ".0" : ".") + fraction + " s";
  }
}
