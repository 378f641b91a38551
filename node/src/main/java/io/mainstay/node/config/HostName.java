package io.mainstay.node.config;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What this host calls itself. */
final class HostName {

  /** Asks no name server, which may be slow to say that it does not know the name. */
  private static final Path KERNEL = Path.of("/proc/sys/kernel/hostname");

  private HostName() {}

  static String own() {
    try {
      return Files.readString(KERNEL).strip();
    } catch (IOException e) {
      return byNameService();
    }
  }

  /** On other systems. */
  private static String byNameService() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "localhost";
    }
  }
}
