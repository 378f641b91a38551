package io.mainstay.benchmarks.chaos;

import java.util.List;
import java.util.concurrent.TimeUnit;

/** The node's configuration: a frontend and a backend for each {@link Place}. */
final class NodeFile {
  /** The longest silence of a server. */
  static final long SERVER_NANOS = TimeUnit.SECONDS.toNanos(2);

  /** The longest wait for a server with room. */
  static final long QUEUE_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

  /** Between two tries at the same server. */
  static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

  /** The longest that an unused connection to a server is kept. */
  static final long IDLE_NANOS = TimeUnit.MILLISECONDS.toNanos(700);

  private NodeFile() {}

  static String text(
      String transport,
      int eventLoops,
      int statusPort,
      Frontends ports,
      List<ChaosServer> servers) {
    StringBuilder text = new StringBuilder(4096);
    text.append("mainstay {\n  node.name = chaos\n  status.bind = \"127.0.0.1:")
        .append(statusPort)
        .append("\"\n  proxy { transport = ")
        .append(transport)
        .append(", event-loops = ")
        .append(eventLoops)
        .append(", limits.requests-per-connection = 50 }\n")
        .append("  defaults.frontend.timeouts { client = 4s, http-request = 2s }\n")
        .append("  defaults.backend {\n    inter = 200ms, rise = 1, fall = 1\n")
        .append("    timeouts { connect = 1s, server = ")
        .append(millis(SERVER_NANOS))
        .append(", idle = ")
        .append(millis(IDLE_NANOS))
        .append(", queue = ")
        .append(millis(QUEUE_NANOS))
        .append(", tunnel = 4s }\n  }\n");
    for (Place place : Place.values()) {
      text.append(frontend(place, ports.port(place)));
      text.append(backend(place, servers.stream().filter(s -> s.place() == place).toList()));
    }
    return text.append("}\n").toString();
  }

  private static String millis(long nanos) {
    return TimeUnit.NANOSECONDS.toMillis(nanos) + "ms";
  }

  private static String frontend(Place place, int port) {
    return String.format(
        java.util.Locale.ROOT,
        "  frontends.%1$s { bind = \"127.0.0.1:%2$d\", default-backend = %1$s%3$s }%n",
        place.label(),
        port,
        place.tcp() ? ", mode = tcp" : "");
  }

  private static String backend(Place place, List<ChaosServer> servers) {
    String own =
        switch (place) {
          case PLAIN -> "";
          case PATIENT ->
              """
                  balance = random, http-reuse = always
                  retry-on = [ conn-failure, empty-response, junk-response, response-timeout ]
              """;
          case NARROW ->
              """
                  balance = least-conn, queue-limit = 30, http-reuse = aggressive
                  default-server { maxqueue = 2, pool-max-conn = 4 }
              """;
          case STUBBORN ->
              "    redispatch = false, http-reuse = never, timeouts.connect = "
                  + millis(PAUSE_NANOS)
                  + "\n";
          case STREAMS -> "";
          // Long enough for the second time that the kernel knocks.
          case DISTANT -> "    timeouts.connect = 1500ms\n";
        };
    StringBuilder text = new StringBuilder("  backends." + place.label() + " {\n" + own);
    text.append("    check = ").append(place.checked() ? "tcp" : "none").append('\n');
    text.append("    default-server.maxconn = ").append(place.maxConn()).append("\n    servers {");
    for (ChaosServer server : servers) {
      text.append(' ').append(server.name()).append(" = \"");
      text.append(ChaosServer.HOST).append(':').append(server.port());
      text.append('"').append(server == servers.get(servers.size() - 1) ? " }\n  }\n" : ",");
    }
    return text.toString();
  }
}
