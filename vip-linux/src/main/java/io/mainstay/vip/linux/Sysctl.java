package io.mainstay.vip.linux;

import io.mainstay.vrrp.packet.UnsolicitedNa;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The kernel's settings for the calling thread's network namespace. Only those of a device that we
 * made are ever written.
 */
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
    return ipv6Own(interfaceName, "forwarding") == 0
        ? UnsolicitedNa.Role.HOST
        : UnsolicitedNa.Role.ROUTER;
  }

  /** What is set for this interface alone. */
  static int ipv4Own(String interfaceName, String setting) {
    return read(NET.resolve("ipv4/conf").resolve(interfaceName).resolve(setting));
  }

  static int ipv6Own(String interfaceName, String setting) {
    return read(NET.resolve("ipv6/conf").resolve(interfaceName).resolve(setting));
  }

  /** Sets something of a device of ours; false when a container's read-only /proc/sys forbids. */
  static boolean ipv6Device(String device, String setting, int value) {
    Path path = NET.resolve("ipv6/conf").resolve(device).resolve(setting);
    try {
      if (Files.exists(path)) {
        Files.writeString(path, Integer.toString(value));
      }
      // A kernel without IPv6 has nothing to set and needs nothing.
      return true;
    } catch (IOException e) {
      return read(path) == value;
    }
  }

  private static int read(Path setting) {
    try {
      return Integer.parseInt(Files.readString(setting).trim());
    } catch (IOException | NumberFormatException e) {
      return 0;
    }
  }
}
