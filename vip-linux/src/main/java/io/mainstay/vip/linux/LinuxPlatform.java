package io.mainstay.vip.linux;

import java.io.IOException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Whether this process can reach the kernel at all. */
final class LinuxPlatform {
  /** What JVMs call x86-64 and arm64; others number some of the calls made here differently. */
  private static final Set<String> ARCHITECTURES = Set.of("amd64", "x86_64", "aarch64");

  private LinuxPlatform() {}

  static void check() throws IOException {
    String obstacle =
        obstacle(System.getProperty("os.name", ""), System.getProperty("os.arch", ""));
    if (obstacle != null) {
      throw new IOException(obstacle);
    }
    try {
      Libc.errno();
    } catch (LinkageError e) {
      throw new IOException(
          "JNA cannot load its native part, perhaps because "
              + System.getProperty("java.io.tmpdir")
              + " is mounted noexec (set -Djna.tmpdir to another directory): "
              + e,
          e);
    }
  }

  static @Nullable String obstacle(String system, String architecture) {
    if (!system.equals("Linux")) {
      return "VRRP and Linux virtual addresses need Linux; this is " + system;
    }
    if (!ARCHITECTURES.contains(architecture)) {
      return "VRRP and Linux virtual addresses need x86-64 or arm64; this is " + architecture;
    }
    return null;
  }
}
