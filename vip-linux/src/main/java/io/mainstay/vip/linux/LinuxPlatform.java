package io.mainstay.vip.linux;

import java.io.IOException;

/** Whether this process can reach the kernel at all. */
final class LinuxPlatform {
  private LinuxPlatform() {}

  static void check() throws IOException {
    String system = System.getProperty("os.name", "");
    if (!system.equals("Linux")) {
      throw new IOException("VRRP and Linux virtual addresses need Linux; this is " + system);
    }
    try {
      Libc.errno();
    } catch (UnsupportedOperationException | LinkageError e) {
      throw new IOException(
          "JNA cannot load its native part, perhaps because "
              + System.getProperty("java.io.tmpdir")
              + " is mounted noexec (set -Djna.tmpdir to another directory): "
              + e,
          e);
    }
  }
}
