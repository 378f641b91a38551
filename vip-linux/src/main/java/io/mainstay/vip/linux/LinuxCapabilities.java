package io.mainstay.vip.linux;

import java.io.IOException;
import java.util.Locale;

/** Says in one line which capability is missing and how to get it. */
final class LinuxCapabilities {
  private LinuxCapabilities() {}

  private static String cure(String capability, String dockerName) {
    return " needs "
        + capability
        + ": run as root, or give the systemd unit AmbientCapabilities=CAP_NET_ADMIN CAP_NET_RAW,"
        + " or run the container with --cap-add "
        + dockerName
        + ", or setcap "
        + capability.toLowerCase(Locale.ROOT)
        + "+ep on the java binary";
  }

  /** What stands in the way of changing addresses. */
  static String netAdmin(String what) {
    return what + cure("CAP_NET_ADMIN", "NET_ADMIN");
  }

  /**
   * A thread that may not be put before others.
   *
   * @param limit the setting of a systemd unit that allows it
   * @param dockerLimit the same for a container
   */
  static IOException explainNice(
      String what, String limit, String dockerLimit, ErrnoException failure) {
    return switch (failure.errno()) {
      case Errno.EPERM, Errno.EACCES ->
          new IOException(
              "to "
                  + what
                  + " needs CAP_SYS_NICE or a limit that allows it: run as root, or give the systemd"
                  + " unit "
                  + limit
                  + ", or run the container with --cap-add SYS_NICE or --ulimit "
                  + dockerLimit,
              failure);
      default -> new IOException("cannot " + what + ": " + failure.getMessage(), failure);
    };
  }

  /** The same failure as an exception whose message an operator can act on. */
  static IOException explainRaw(String what, ErrnoException failure) {
    return switch (failure.errno()) {
      case Errno.EPERM, Errno.EACCES ->
          new IOException("to " + what + cure("CAP_NET_RAW", "NET_RAW"), failure);
      case Errno.EAFNOSUPPORT ->
          new IOException(
              "cannot "
                  + what
                  + ": this kernel or container offers no such sockets (IPv6 switched off, or a"
                  + " sandbox that filters them)",
              failure);
      default -> new IOException("cannot " + what + ": " + failure.getMessage(), failure);
    };
  }
}
