package io.mainstay.proxy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A real HAProxy on a loopback port, with one frontend, web, and one backend, app. */
final class HaproxyPeer implements AutoCloseable {
  private static final Path PROGRAM = Path.of("/usr/sbin/haproxy");

  private final Process process;
  private final InetSocketAddress address;
  private final Path socket;

  private HaproxyPeer(Process process, InetSocketAddress address, Path socket) {
    this.process = process;
    this.address = address;
    this.socket = socket;
  }

  static boolean installed() {
    return Files.isExecutable(PROGRAM);
  }

  /** Starts it in HTTP mode. */
  static HaproxyPeer start(Path directory, List<String> backend) throws IOException {
    return start(directory, FrontendMode.HTTP, backend);
  }

  /**
   * Starts it.
   *
   * @param backend the lines of its backend
   */
  static HaproxyPeer start(Path directory, FrontendMode mode, List<String> backend)
      throws IOException {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    Path socket = directory.resolve("stats");
    Path config = directory.resolve("haproxy.cfg");
    Files.writeString(
        config,
        String.join(
            "\n",
            "global",
            "  stats socket " + socket + " level admin",
            "  maxconn 100",
            "  nbthread 1",
            "defaults",
            "  mode " + mode.name().toLowerCase(Locale.ROOT),
            // Only then it looks whether a client that waits for an answer is still there.
            "  option abortonclose",
            "  timeout connect 1s",
            "  timeout client 10s",
            "  timeout server 10s",
            "  timeout http-request 500ms",
            "frontend web",
            "  bind 127.0.0.1:" + port,
            "  default_backend app",
            "backend app",
            "  " + String.join("\n  ", backend),
            ""));
    Process process =
        new ProcessBuilder(PROGRAM.toString(), "-f", config.toString(), "-db")
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("haproxy.log").toFile())
            .start();
    HaproxyPeer peer =
        new HaproxyPeer(
            process, new InetSocketAddress(InetAddress.getLoopbackAddress(), port), socket);
    TestProxy.await("haproxy answers", peer::answers);
    return peer;
  }

  /** What it says of a file: 0 that it would run. */
  static int check(Path config) throws Exception {
    return new ProcessBuilder(PROGRAM.toString(), "-c", "-f", config.toString())
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start()
        .waitFor();
  }

  /** The line of a server. */
  static String server(String name, InetSocketAddress address, String options) {
    return ("server " + name + " 127.0.0.1:" + address.getPort() + " " + options).trim();
  }

  InetSocketAddress address() {
    return address;
  }

  private boolean answers() {
    try {
      return !csv().isEmpty();
    } catch (IOException e) {
      return false;
    }
  }

  /** What its statistics say now. */
  String csv() throws IOException {
    try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      channel.connect(UnixDomainSocketAddress.of(socket));
      channel.write(ByteBuffer.wrap("show stat\n".getBytes(StandardCharsets.US_ASCII)));
      return new String(Channels.newInputStream(channel).readAllBytes(), StandardCharsets.US_ASCII);
    }
  }

  /** A map of columns for each line, once no client is connected. */
  List<Map<String, String>> statsAtRest() {
    return stats(0);
  }

  /** A map of columns for each line, once each has that many sessions. */
  List<Map<String, String>> stats(int sessions) {
    List<Map<String, String>> latest = new ArrayList<>();
    TestProxy.await(
        "haproxy is at rest",
        () -> {
          latest.clear();
          latest.addAll(now());
          return latest.stream().allMatch(row -> String.valueOf(sessions).equals(row.get("scur")));
        });
    return latest;
  }

  /** A map of columns for each line, as they are now. */
  List<Map<String, String>> now() {
    try {
      List<String> all = csv().lines().filter(line -> !line.isBlank()).toList();
      String[] names = all.get(0).substring(2).split(",", -1);
      List<Map<String, String>> rows = new ArrayList<>();
      for (String line : all.subList(1, all.size())) {
        String[] values = line.split(",", -1);
        Map<String, String> row = new HashMap<>();
        for (int i = 0; i < names.length; i++) {
          row.put(names[i], values[i]);
        }
        rows.add(row);
      }
      return rows;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    process.destroy();
    process.onExit().orTimeout(10, TimeUnit.SECONDS).join();
  }
}
