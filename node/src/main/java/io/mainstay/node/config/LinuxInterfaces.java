package io.mainstay.node.config;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * All interfaces of this process' network namespace, as /proc/net/dev lists them. The JDK leaves
 * out those that have no address, which a virtual router may be the first to give one.
 */
final class LinuxInterfaces {
  private static final Path LIST = Path.of("/proc/net/dev");
  private static final int HEAD_LINES = 2;

  private LinuxInterfaces() {}

  /** Their names in the kernel's order; empty when this is no Linux. */
  static List<String> names() {
    try {
      return names(Files.readAllLines(LIST, StandardCharsets.UTF_8));
    } catch (IOException e) {
      return List.of();
    }
  }

  static List<String> names(List<String> lines) {
    return lines.stream()
        .skip(HEAD_LINES)
        .filter(line -> line.indexOf(':') > 0)
        .map(line -> line.substring(0, line.indexOf(':')).strip())
        .toList();
  }
}
