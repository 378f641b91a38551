package io.mainstay.benchmarks.compare;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A whole node with one event loop, silent or with its log, its page and its metrics in use. */
final class NodeConfig {
  private NodeConfig() {}

  /**
   * @param statusPort where it tells about itself
   * @param log where it writes a line for each request; null for none
   */
  static String text(
      int port, int statusPort, List<InetSocketAddress> servers, @Nullable Path log) {
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            """
            mainstay {
              status.bind = "127.0.0.1:%d"
              proxy { event-loops = 1, limits.requests-per-connection = 1000000000 }
              frontends.load { bind = "127.0.0.1:%d", default-backend = app }
            """,
            statusPort,
            port));
    if (log != null) {
      text.append("  log.targets.file = \"file:").append(log).append("\"\n");
    }
    text.append("  backends.app {\n    servers {\n");
    for (int i = 0; i < servers.size(); i++) {
      text.append(
          String.format(
              Locale.ROOT, "      s%d = \"127.0.0.1:%d\"%n", i, servers.get(i).getPort()));
    }
    return text.append("    }\n  }\n}\n").toString();
  }
}
