package io.mainstay.vrrp.state;

import io.mainstay.vrrp.PeerGone;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/** The particulars of transitions, worded for a log line. */
final class Sentences {

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

  /** Two decimals, such as 3.61 s; operators compare it with the configured interval. */
  static String seconds(long nanos) {
    long hundredths = (nanos + 5_000_000L) / 10_000_000L;
    long fraction = hundredths % 100;
    return hundredths / 100 + (fraction < 10 ? ".0" : ".") + fraction + " s";
  }
}
