package io.mainstay.vip.linux;

import io.mainstay.vrrp.packet.UnsolicitedNa;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads the kernel's settings for the calling thread's network namespace. Writes none. */
final class Sysctl {
  private static final Path NET = Path.of("/proc/sys/net");

  private Sysctl() {}

  /**
   * The greater of what is set for all interfaces and for this one, which is what the kernel goes
   * by for {@code arp_ignore} and {@code promote_secondaries}; 0 when it cannot be read.
   */
  static int ipv4(String interfaceName, String setting) {
    Path conf = NET.resolve("ipv4/conf");
    return Math.max(
        read(conf.resolve("all").resolve(setting)),
        read(conf.resolve(interfaceName).resolve(setting)));
  }

  /** Whether this host forwards IPv6 on the interface. */
  static UnsolicitedNa.Role ipv6Role(String interfaceName) {
    return read(NET.resolve("ipv6/conf").resolve(interfaceName).resolve("forwarding")) == 0
        ? UnsolicitedNa.Role.HOST
        : UnsolicitedNa.Role.ROUTER;
  }

  private static int read(Path setting) {
    try {
      return Integer.parseInt(Files.readString(setting).trim());
    } catch (IOException | NumberFormatException e) {
      return 0;
    }
  }
}
