package io.mainstay.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.mainstay.node.config.HostNetworks;
import io.mainstay.node.config.HostResolver;
import io.mainstay.node.config.NodeConfig;
import io.mainstay.node.config.NodeConfigReader;
import io.mainstay.node.foreign.haproxy.HaproxyReader;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Somebody who runs an haproxy.cfg, HAProxy or this node, and the syslog daemon that is logged to.
 * In the file {@code LOG} stands for the port of that daemon and {@code PORT} for a free one.
 */
final class HaproxyLogPeer implements AutoCloseable {
  static final Path HAPROXY = Path.of("/usr/sbin/haproxy");
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  final Path file;
  final int port = freePort();
  private final DatagramSocket syslog = new DatagramSocket(0, InetAddress.getLoopbackAddress());

  HaproxyLogPeer(Path file, String text) throws IOException {
    this.file =
        Files.writeString(
            file,
            text.replace("LOG", String.valueOf(syslog.getLocalPort()))
                .replace("PORT", String.valueOf(port)));
    syslog.setSoTimeout((int) PATIENCE.toMillis());
  }

  static int freePort() throws IOException {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return free.getLocalPort();
    }
  }

  /** What this node makes of the file. */
  NodeConfig config() throws Exception {
    return new NodeConfigReader(HostResolver.SYSTEM, HostNetworks.UNKNOWN)
        .read(List.of(new HaproxyReader(Map.of()).read(List.of(file))));
  }

  /** A real HAProxy with it. */
  Process haproxy() throws IOException {
    return new ProcessBuilder(HAPROXY.toString(), "-db", "-f", file.toString())
        .redirectErrorStream(true)
        .redirectOutput(file.resolveSibling("haproxy.log").toFile())
        .start();
  }

  /** Waits until somebody listens; that leaves a line of a client that says nothing. */
  void awaitListening() {
    awaitListening(port);
  }

  /** The same at another port of the file. */
  static void awaitListening(int port) {
    long endNanos = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
        assertThat(socket.isConnected()).isTrue();
        return;
      } catch (IOException e) {
        assertThat(endNanos - System.nanoTime()).isPositive();
        LockSupport.parkNanos(10_000_000);
      }
    }
  }

  /** The next line without times, process and ports. */
  String line() throws IOException {
    DatagramPacket packet = new DatagramPacket(new byte[4096], 4096);
    syslog.receive(packet);
    return new String(packet.getData(), 0, packet.getLength(), StandardCharsets.ISO_8859_1)
        .replaceFirst("[A-Z][a-z]{2} [ 0-9][0-9] [0-9:]{8}", "DATE")
        .replaceFirst("lb\\[[0-9]+]", "lb[PID]")
        .replaceFirst("127\\.0\\.0\\.1:[0-9]+ \\[[^]]+]", "CLIENT [DATE]")
        .replaceFirst("check duration: [0-9]+ms", "check duration: MSms")
        // What is wrong with an answer each says in its own words.
        .replaceFirst("(wrong status, code: [0-9]{3}), info: \"[^\"]*\"", "$1, info: INFO")
        .strip();
  }

  /** So many lines in no order. */
  Set<String> lines(int count) throws IOException {
    Set<String> lines = new TreeSet<>();
    while (lines.size() < count) {
      String line;
      try {
        line = line();
      } catch (SocketTimeoutException e) {
        throw new AssertionError(file + ": " + count + " lines were expected of " + lines, e);
      }
      // What HAProxy repeats of a drained server, and its client of its own.
      if (!line.contains("remains in forced") && !line.contains("<HTTPCLIENT>")) {
        lines.add(line);
      }
    }
    return lines;
  }

  /** Asks a HAProxy to stop. */
  static void stop(Process haproxy) throws Exception {
    new ProcessBuilder("kill", "-USR1", String.valueOf(haproxy.pid())).start().waitFor();
  }

  /** Ends a HAProxy. */
  static void end(Process haproxy) throws InterruptedException {
    haproxy.destroy();
    haproxy.waitFor(10, TimeUnit.SECONDS);
  }

  @Override
  public void close() {
    syslog.close();
  }
}
