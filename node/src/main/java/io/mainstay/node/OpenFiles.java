package io.mainstay.node;

import com.sun.management.UnixOperatingSystemMXBean;
import io.mainstay.proxy.ProxyLimits;
import java.lang.management.ManagementFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the proxy's connections below the limit of open files. A process that runs out of them
 * fails its own health checks, takes its servers for dead and answers 503, all because of many
 * clients.
 */
final class OpenFiles {
  private static final Logger LOG = LoggerFactory.getLogger(OpenFiles.class);

  /** For checks, status, listeners, libraries and the kernel's interfaces. */
  private static final long RESERVED = 256;

  /** One to the client, one to the server. */
  private static final int FILES_OF_A_CONNECTION = 2;

  private OpenFiles() {}

  /** The limits with fewer connections where this process may not open as many files. */
  static ProxyLimits bound(ProxyLimits limits) {
    return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
        ? bound(limits, unix.getMaxFileDescriptorCount())
        : limits;
  }

  static ProxyLimits bound(ProxyLimits limits, long openFiles) {
    // Where even the reserve does not fit, half of what there is must do.
    long forClients = Math.max(openFiles - RESERVED, openFiles / 2);
    long connections = Math.max(1, forClients / FILES_OF_A_CONNECTION);
    if (connections >= limits.maxConnections()) {
      return limits;
    }
    LOG.info(
        "at most {} clients at a time instead of {}: this process may open {} files; raise that with"
            + " ulimit -n or LimitNOFILE=",
        connections,
        limits.maxConnections(),
        openFiles);
    return limits.withMaxConnections((int) connections);
  }
}
