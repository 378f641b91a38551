package io.mainstay.benchmarks.compare;

import io.mainstay.benchmarks.compare.Scenario.Setting;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** How each peer is started. */
final class Commands {
  /** The proxy has this core to itself; the load generator was put on another one. */
  static final String PROXY_CORE = "0";

  private static final String LAUNCHERS = "io.mainstay.benchmarks.compare.peer.";
  private static final int NATIVE_ACCESS_SINCE = 24;

  private final List<String> jvmArguments;

  Commands(List<String> jvmArguments) {
    this.jvmArguments = jvmArguments;
  }

  /** Why a peer cannot take part here; empty when it can. */
  static Optional<String> hindrance(Peer peer, Setting setting) {
    if (!peer.can(setting)) {
      return Optional.of(
          setting == Setting.TCP
              ? "it does not proxy TCP"
              : "it has no pool of servers that go down and up");
    }
    return switch (peer) {
      case HAPROXY -> missing("haproxy");
      case NGINX ->
          missing("nginx")
              .or(
                  () ->
                      setting == Setting.TCP && !NginxConfig.canTcp()
                          ? Optional.of(
                              "its stream module is missing: apt-get install libnginx-mod-stream")
                          : Optional.empty());
      default -> Optional.empty();
    };
  }

  private static Optional<String> missing(String program) {
    return find(program).isPresent()
        ? Optional.empty()
        : Optional.of("it is not installed: apt-get install " + program);
  }

  /** Looks where programs are, also when the user's PATH lacks the administrator's directories. */
  static Optional<Path> find(String program) {
    String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
    return Stream.concat(Stream.of(path.split(":")), Stream.of("/usr/sbin", "/usr/local/sbin"))
        .filter(directory -> !directory.isEmpty())
        .map(directory -> Path.of(directory, program))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** The words of the command; configuration files are written into {@code directory}. */
  List<String> command(
      Peer peer, Setting setting, Path directory, int port, List<InetSocketAddress> servers)
      throws IOException {
    List<String> words = new ArrayList<>(List.of("taskset", "-c", PROXY_CORE));
    // Whatever happens to this process, the proxy does not outlive it.
    find("setpriv")
        .ifPresent(file -> words.addAll(List.of(file.toString(), "--pdeathsig", "TERM")));
    switch (peer) {
      case HAPROXY -> {
        Path file = directory.resolve("haproxy.cfg");
        Files.writeString(file, HaproxyConfig.text(setting, port, servers));
        words.addAll(
            List.of(find("haproxy").orElseThrow().toString(), "-db", "-f", file.toString()));
      }
      case NGINX -> {
        Path file = directory.resolve("nginx.conf");
        Files.writeString(file, NginxConfig.text(setting, directory, port, servers));
        words.addAll(
            List.of(
                find("nginx").orElseThrow().toString(),
                "-p",
                directory.toString(),
                "-e",
                directory.resolve("nginx.err").toString(),
                "-c",
                file.toString()));
      }
      case UNDERTOW -> java(words, "UndertowPeer", setting.name(), port, servers);
      case VERTX -> java(words, "VertxPeer", setting.name(), port, servers);
      case JETTY -> java(words, "JettyPeer", setting.name(), port, servers);
      case MAINSTAY -> java(words, "MainstayPeer", setting.name() + ":AUTO", port, servers);
      case MAINSTAY_EPOLL -> java(words, "MainstayPeer", setting.name() + ":EPOLL", port, servers);
      case MAINSTAY_IO_URING ->
          java(words, "MainstayPeer", setting.name() + ":IO_URING", port, servers);
      case MAINSTAY_NIO -> java(words, "MainstayPeer", setting.name() + ":NIO", port, servers);
    }
    return words;
  }

  /** All JVMs get the flags with which Mainstay's distribution starts, and the same bound. */
  private void java(
      List<String> words,
      String launcher,
      String setting,
      int port,
      List<InetSocketAddress> servers) {
    words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    if (Runtime.version().feature() >= NATIVE_ACCESS_SINCE) {
      words.add("--enable-native-access=ALL-UNNAMED");
      words.add("--sun-misc-unsafe-memory-access=allow");
    }
    words.addAll(List.of("-XX:+UseSerialGC", "-XX:+ExitOnOutOfMemoryError", "-Xmx512m"));
    words.add("-Dslf4j.internal.verbosity=ERROR");
    words.addAll(jvmArguments);
    words.addAll(List.of("-cp", System.getProperty("java.class.path"), LAUNCHERS + launcher));
    words.add(setting);
    words.add(Integer.toString(port));
    servers.forEach(server -> words.add(Integer.toString(server.getPort())));
  }
}
