package io.mainstay.benchmarks.compare;

import io.mainstay.benchmarks.compare.Scenario.Setting;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Locale;

/** HAProxy as it is measured: one thread, connections to servers shared and kept. */
final class HaproxyConfig {
  private HaproxyConfig() {}

  static String text(Setting setting, int port, List<InetSocketAddress> servers) {
    StringBuilder text = new StringBuilder();
    text.append(
        """
        global
          nbthread 1
          maxconn 11000
          no strict-limits
        defaults
          timeout connect 5s
          timeout client 30s
          timeout server 50s
          timeout http-keep-alive 60s
          retries 3
          option redispatch 1
        """);
    if (setting == Setting.TCP) {
      text.append("  mode tcp\n");
    } else {
      text.append("  mode http\n  option forwardfor\n  http-reuse always\n");
    }
    text.append("listen load\n  bind 127.0.0.1:").append(port).append(" backlog 4096");
    text.append(setting == Setting.TLS ? " ssl crt CERTIFICATE\n" : "\n");
    String check = setting == Setting.POOL ? " check inter 100ms fall 1 rise 1" : "";
    for (int i = 0; i < servers.size(); i++) {
      text.append(
          String.format(
              Locale.ROOT, "  server s%d 127.0.0.1:%d%s%n", i, servers.get(i).getPort(), check));
    }
    return text.toString();
  }
}
