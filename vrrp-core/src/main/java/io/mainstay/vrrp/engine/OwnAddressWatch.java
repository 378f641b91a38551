package io.mainstay.vrrp.engine;

import io.mainstay.vrrp.packet.RejectReason;
import io.mainstay.vrrp.state.VrrpAction.Warn;
import io.mainstay.vrrp.state.VrrpAction.Warning;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/** Words what it means that datagrams come from an own address; the same words are made once. */
final class OwnAddressWatch {
  /** Whose the datagrams are is unknown, and so is how often they come. */
  private static final long HOLD_NANOS = 60_000_000_000L;

  private @Nullable Warn last;
  private @Nullable RejectReason lastHow;
  private @Nullable InetAddress lastAddress;

  Warn warning(RejectReason how, InetAddress address) {
    Warn warn = last;
    if (warn == null || how != lastHow || !address.equals(lastAddress)) {
      String sentence = how.sentence() + " (" + address.getHostAddress() + ")";
      warn = new Warn(Warning.DUPLICATE_ADDRESS, sentence, HOLD_NANOS);
      last = warn;
      lastHow = how;
      lastAddress = address;
    }
    return warn;
  }
}
