package io.mainstay.benchmarks.compare;

import io.mainstay.benchmarks.compare.Scenario.Setting;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
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

  /** The launcher of a checkout or an archive; empty when there is none. */
  private static final String NODE_PROGRAM = System.getProperty("mainstay.program", "");

  private static final String LAUNCHERS = "io.mainstay.benchmarks.compare.peer.";
  private static final int NATIVE_ACCESS_SINCE = 24;

  private final List<String> jvmArguments;
  private String certificate = "";

  Commands(List<String> jvmArguments) {
    this.jvmArguments = jvmArguments;
  }

  /** Why a peer cannot take part here; empty when it can. */
  static Optional<String> hindrance(Peer peer, Setting setting) {
    if (!peer.can(setting)) {
      return Optional.of(
          switch (setting) {
            case TCP -> "it does not proxy TCP";
            case TLS -> "it is not set up for TLS";
            default -> "it has no pool of servers that go down and up";
          });
    }
    Optional<String> opensslMissing =
        setting == Setting.TLS ? missing("openssl") : Optional.empty();
    if (opensslMissing.isPresent()) {
      return opensslMissing;
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
      case NODE, NODE_LOGGED, NODE_WATCHED, NODE_OBSERVED ->
          NODE_PROGRAM.isEmpty()
              ? Optional.of("-Dmainstay.program does not say where the program is")
              : Optional.empty();
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
      Peer peer,
      Setting setting,
      Path directory,
      int port,
      int statusPort,
      List<InetSocketAddress> servers)
      throws IOException {
    List<String> words = new ArrayList<>(List.of("taskset", "-c", PROXY_CORE));
    // Whatever happens to this process, the proxy does not outlive it.
    find("setpriv")
        .ifPresent(file -> words.addAll(List.of(file.toString(), "--pdeathsig", "TERM")));
    Path certificate = directory.resolve("certificate.pem");
    if (setting == Setting.TLS) {
      Files.writeString(certificate, certificate());
    }
    switch (peer) {
      case HAPROXY -> {
        Path file = directory.resolve("haproxy.cfg");
        String text = HaproxyConfig.text(setting, port, servers);
        Files.writeString(file, text.replace("CERTIFICATE", certificate.toString()));
        words.addAll(
            List.of(find("haproxy").orElseThrow().toString(), "-db", "-f", file.toString()));
      }
      case NGINX -> {
        Path file = directory.resolve("nginx.conf");
        String text = NginxConfig.text(setting, directory, port, servers);
        Files.writeString(file, text.replace("CERTIFICATE", certificate.toString()));
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
      case MAINSTAY -> mainstay(words, setting, "AUTO", certificate, port, servers);
      case MAINSTAY_EPOLL -> mainstay(words, setting, "EPOLL", certificate, port, servers);
      case MAINSTAY_IO_URING -> mainstay(words, setting, "IO_URING", certificate, port, servers);
      case MAINSTAY_NIO -> mainstay(words, setting, "NIO", certificate, port, servers);
      case NODE, NODE_WATCHED ->
          node(words, directory, NodeConfig.text(port, statusPort, servers, null));
      case NODE_LOGGED, NODE_OBSERVED ->
          node(
              words,
              directory,
              NodeConfig.text(port, statusPort, servers, directory.resolve("access.log")));
    }
    return words;
  }

  /** Who has a part of the proxies' core; ends with its standard input. */
  static List<String> neighbour() {
    return List.of(
        "taskset",
        "-c",
        PROXY_CORE,
        java(),
        "-XX:+UseSerialGC",
        "-Xmx16m",
        "-cp",
        System.getProperty("java.class.path"),
        LAUNCHERS + "CoreSharer");
  }

  private static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  /** The program as it is distributed. */
  private static void node(List<String> words, Path directory, String config) throws IOException {
    Path file = Files.writeString(directory.resolve("node.conf"), config);
    words.addAll(List.of(NODE_PROGRAM, "run", "-c", file.toString()));
  }

  private void mainstay(
      List<String> words,
      Setting setting,
      String transport,
      Path certificate,
      int port,
      List<InetSocketAddress> servers) {
    String file = setting == Setting.TLS ? ":" + certificate : "";
    java(words, "MainstayPeer", setting.name() + ":" + transport + file, port, servers);
  }

  /** One for all peers, made when the first one wants it: P-256, as certificates mostly are now. */
  private String certificate() throws IOException {
    if (certificate.isEmpty()) {
      Process openssl =
          new ProcessBuilder(
                  "openssl",
                  "req",
                  "-x509",
                  "-newkey",
                  "ec",
                  "-pkeyopt",
                  "ec_paramgen_curve:P-256",
                  "-nodes",
                  "-keyout",
                  "-",
                  "-days",
                  "2",
                  "-subj",
                  "/CN=localhost")
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      certificate = new String(openssl.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
      if (certificate.isEmpty()) {
        throw new IOException("openssl made no certificate");
      }
    }
    return certificate;
  }

  /** All JVMs get the flags with which Mainstay's distribution starts, and the same bound. */
  private void java(
      List<String> words,
      String launcher,
      String setting,
      int port,
      List<InetSocketAddress> servers) {
    words.add(java());
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
