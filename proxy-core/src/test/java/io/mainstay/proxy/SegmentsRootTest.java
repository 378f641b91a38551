package io.mainstay.proxy;

import static io.mainstay.proxy.ProxyTest.lines;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * What a request costs on the wire when its connection ends with it. The request is acknowledged by
 * its answer, and the answer takes the goodbye along: seven segments, three of which open the
 * connection. In a process of its own, in a network namespace of its own, which counts them.
 */
@Tag("root")
class SegmentsRootTest {
  private static final String OWN = "SegmentsRootTest.namespace";
  private static final int REQUESTS = 200;

  /** Those of the client's connection, and a request and an answer on the server's, which stays. */
  private static final int SEGMENTS = 7 + 2;

  @Test
  void shouldAcknowledgeWithTheAnswerAndEndWithIt() throws Exception {
    TestProxy.assumeWorks(TransportKind.EPOLL);
    Assumptions.assumeTrue(
        System.getProperty("user.name").equals("root"), "needs root for a network namespace");
    Process process =
        new ProcessBuilder(
                "unshare",
                "-n",
                "sh",
                "-c",
                "ip link set lo up && exec \"$@\"",
                "sh",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-D" + OWN + "=true",
                "-cp",
                System.getProperty("java.class.path"),
                SegmentsRootTest.class.getName())
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(said).isZero();
  }

  /** What happens in the namespace. */
  public static void main(String[] args) throws Exception {
    if (!Boolean.getBoolean(OWN)) {
      throw new IllegalStateException("only in a network namespace of its own");
    }
    try (RawServer web = RawServer.named("web");
        Proxy proxy =
            Proxy.start(
                TestProxy.backend(backend -> backend.withHttpReuse(HttpReuse.ALWAYS))
                    .apply(TestProxy.config(Server.of("web", web.address())))
                    .withEventLoops(1)
                    .withTransport(TransportKind.EPOLL))) {
      InetSocketAddress frontend = proxy.localAddresses("web").get(0);
      // The kernel acknowledges the first segments of the server's connection at once.
      ask(frontend);
      long before = segmentsSent();
      ask(frontend);
      assertThat((segmentsSent() - before) / (double) REQUESTS)
          .isBetween(SEGMENTS - 0.1, SEGMENTS + 0.5);
      assertThat(web.connections).hasValue(1);
    }
  }

  private static void ask(InetSocketAddress frontend) throws IOException {
    for (int i = 0; i < REQUESTS; i++) {
      try (Socket client = new Socket(frontend.getAddress(), frontend.getPort())) {
        client
            .getOutputStream()
            .write(
                lines("GET / HTTP/1.1", "Host: a", "Connection: close")
                    .getBytes(StandardCharsets.US_ASCII));
        assertThat(new String(client.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
            .endsWith("web");
      }
    }
  }

  /** {@code OutSegs} of this network namespace, by the name in the line above it. */
  private static long segmentsSent() throws IOException {
    List<List<String>> tcp =
        Files.readAllLines(Path.of("/proc/self/net/snmp")).stream()
            .filter(line -> line.startsWith("Tcp:"))
            .map(line -> List.of(line.split(" ", -1)))
            .toList();
    return Long.parseLong(tcp.get(1).get(tcp.get(0).indexOf("OutSegs")));
  }
}
