package io.mainstay.benchmarks.compare;

import io.mainstay.benchmarks.compare.Scenario.Setting;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** A proxy that takes part. */
enum Peer {
  MAINSTAY("mainstay", true),
  HAPROXY("haproxy", true),
  NGINX("nginx", true),
  UNDERTOW("undertow", true),
  VERTX("vertx", true),
  JETTY("jetty", true),
  MAINSTAY_EPOLL("mainstay-epoll", false),
  MAINSTAY_IO_URING("mainstay-io-uring", false),
  MAINSTAY_NIO("mainstay-nio", false),
  NODE("mainstay-node", false),
  NODE_LOGGED("mainstay-node-logged", false),
  NODE_WATCHED("mainstay-node-watched", false),
  NODE_OBSERVED("mainstay-node-observed", false);

  private final String label;
  private final boolean usual;

  Peer(String label, boolean usual) {
    this.label = label;
    this.usual = usual;
  }

  /** As it is written on the command line. */
  String label() {
    return label;
  }

  /** What it can be set up for. */
  boolean can(Setting setting) {
    return switch (this) {
      case UNDERTOW, JETTY -> setting == Setting.HTTP;
      case VERTX -> setting == Setting.HTTP || setting == Setting.TCP;
      case NODE, NODE_LOGGED, NODE_WATCHED, NODE_OBSERVED -> setting == Setting.HTTP;
      default -> true;
    };
  }

  /** Whether it runs in a JVM, which wants load before it is measured. */
  boolean jvm() {
    return this != HAPROXY && this != NGINX;
  }

  /** Whether somebody asks for its page and its metrics all the while. */
  boolean watched() {
    return this == NODE_WATCHED || this == NODE_OBSERVED;
  }

  /** Whether it is Mainstay in some form. */
  boolean ours() {
    return label.startsWith(MAINSTAY.label);
  }

  /** Those that take part when nobody says which. */
  static List<Peer> usual() {
    return Arrays.stream(values()).filter(peer -> peer.usual).toList();
  }

  static Optional<Peer> of(String label) {
    return Arrays.stream(values()).filter(peer -> peer.label.equals(label)).findFirst();
  }

  static String labels() {
    return Arrays.stream(values()).map(Peer::label).collect(Collectors.joining(", "));
  }
}
