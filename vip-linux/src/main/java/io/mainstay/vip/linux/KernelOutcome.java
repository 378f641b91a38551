package io.mainstay.vip.linux;

import io.mainstay.vip.VipOutcome;
import java.io.IOException;
import java.time.Duration;

/** What a failure to change an address means for whoever asked. */
final class KernelOutcome {
  private static final Duration SOON = Duration.ofMillis(200);
  private static final Duration LATER = Duration.ofSeconds(1);

  private KernelOutcome() {}

  static VipOutcome of(IOException failure) {
    if (!(failure instanceof ErrnoException kernel)) {
      return new VipOutcome.Failed(message(failure), LATER);
    }
    return switch (kernel.errno()) {
      case Errno.EPERM -> new VipOutcome.Refused(LinuxCapabilities.netAdmin("to change addresses"));
      case Errno.EACCES ->
          new VipOutcome.Refused(
              message(failure) + "; is IPv6 disabled there (net.ipv6.conf.*.disable_ipv6)?");
      case Errno.ENODEV, Errno.EINVAL -> new VipOutcome.Refused(message(failure));
      default -> new VipOutcome.Failed(message(failure), SOON);
    };
  }

  static VipOutcome noInterface(String name) {
    return new VipOutcome.Refused("there is no interface " + name);
  }

  private static String message(IOException failure) {
    String message = failure.getMessage();
    return message == null ? failure.toString() : message;
  }
}
