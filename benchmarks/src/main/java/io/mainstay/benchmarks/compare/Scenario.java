package io.mainstay.benchmarks.compare;

import io.mainstay.benchmarks.compare.load.Dialogue;
import io.mainstay.benchmarks.compare.load.Plan.Pace;
import io.mainstay.benchmarks.compare.load.Plan.Security;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** One kind of load. */
enum Scenario {
  HTTP_SMALL("http-small", Setting.HTTP, 64, Pace.AT_ONCE),
  HTTP_BROWSER("http-browser", Setting.HTTP, 64, Pace.AT_ONCE),
  HTTP_1("http-1", Setting.HTTP, 1, Pace.AT_ONCE),
  HTTP_512("http-512", Setting.HTTP, 512, Pace.AT_ONCE),
  HTTP_CLOSE("http-close", Setting.HTTP, 64, Pace.NEW_CONNECTION),
  HTTP_1K("http-1k", Setting.HTTP, 64, Pace.AT_ONCE),
  HTTP_64K("http-64k", Setting.HTTP, 64, Pace.AT_ONCE),
  HTTP_1M("http-1m", Setting.HTTP, 16, Pace.AT_ONCE),
  HTTP_POST_64K("http-post-64k", Setting.HTTP, 64, Pace.AT_ONCE),
  TCP_SMALL("tcp-small", Setting.TCP, 64, Pace.AT_ONCE),
  TCP_BULK("tcp-bulk", Setting.TCP, 8, Pace.AT_ONCE),
  TLS_HANDSHAKE("tls-handshake", Setting.TLS, 64, Pace.NEW_CONNECTION),
  TLS_RESUME("tls-resume", Setting.TLS, 64, Pace.NEW_CONNECTION),
  TLS_1M("tls-1m", Setting.TLS, 16, Pace.AT_ONCE),
  IDLE_10K("idle-10k", Setting.HTTP, 10_000, Pace.ONCE),
  CHURN("churn", Setting.POOL, 64, Pace.COME_WHAT_MAY),
  HALF_LOAD("half-load", Setting.HTTP, 64, Pace.FIXED_RATE);

  /** How the proxies are set up. */
  enum Setting {
    /** One server, HTTP on both sides. */
    HTTP(1),
    /** One server, bytes. */
    TCP(1),
    /** One server; TLS, and HTTP inside, on the clients' side. */
    TLS(1),
    /** Four servers with health checks, HTTP on both sides. */
    POOL(4);

    private final int servers;

    Setting(int servers) {
      this.servers = servers;
    }

    int servers() {
      return servers;
    }
  }

  private static final int KIB = 1024;

  /** With its head an answer of 130 bytes. */
  private static final int SMALL = 65;

  private static final int TCP_REQUEST = 64;
  private static final int TCP_ANSWER = 130;

  private final String label;
  private final Setting setting;
  private final int connections;
  private final Pace pace;

  Scenario(String label, Setting setting, int connections, Pace pace) {
    this.label = label;
    this.setting = setting;
    this.connections = connections;
    this.pace = pace;
  }

  /** As it is written on the command line. */
  String label() {
    return label;
  }

  Setting setting() {
    return setting;
  }

  int connections() {
    return connections;
  }

  Pace pace() {
    return pace;
  }

  Security security() {
    if (setting != Setting.TLS) {
      return Security.NONE;
    }
    return this == TLS_RESUME ? Security.TLS_RESUMED : Security.TLS;
  }

  Dialogue dialogue() {
    return switch (this) {
      case HTTP_SMALL, HTTP_1, HTTP_512, IDLE_10K, CHURN, HALF_LOAD -> Dialogue.get(SMALL);
      case HTTP_BROWSER -> Dialogue.browserGet(SMALL);
      case HTTP_CLOSE, TLS_HANDSHAKE, TLS_RESUME -> Dialogue.lastGet(SMALL);
      case HTTP_1K -> Dialogue.get(KIB);
      case HTTP_64K -> Dialogue.get(64 * KIB);
      case HTTP_1M, TLS_1M -> Dialogue.get(KIB * KIB);
      case HTTP_POST_64K -> Dialogue.post(64 * KIB, SMALL);
      case TCP_SMALL -> Dialogue.bytes(TCP_REQUEST, TCP_ANSWER);
      case TCP_BULK -> Dialogue.stream(KIB * KIB);
    };
  }

  static Optional<Scenario> of(String label) {
    return Arrays.stream(values()).filter(one -> one.label.equals(label)).findFirst();
  }

  static String labels() {
    return Arrays.stream(values()).map(Scenario::label).collect(Collectors.joining(", "));
  }
}
