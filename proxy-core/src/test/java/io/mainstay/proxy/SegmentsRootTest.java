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
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What is on the wire. In a process of its own, in a network namespace of its own, which counts it.
 */
@Tag("root")
class SegmentsRootTest {
  private static final int REQUESTS = 100;

  /** Opening takes three, the request one, the end with the answer three. */
  private static final int SEGMENTS = 7;

  /** A request and an answer on the server's connection, which stays. */
  private static final int SERVER_SEGMENTS = 2;

  @Test
  void shouldEndAConnectionWithItsAnswer() throws Exception {
    inNamespace("end", TransportKind.EPOLL);
  }

  /** The kernel would wait 40 ms for something to send the acknowledgement with. */
  @ParameterizedTest
  @EnumSource(names = "AUTO", mode = EnumSource.Mode.EXCLUDE)
  void shouldAcknowledgeHalfARequestAtOnceForClientsThatWaitForIt(TransportKind kind)
      throws Exception {
    inNamespace("half", kind);
  }

  private static void inNamespace(String scene, TransportKind kind) throws Exception {
    TestProxy.assumeWorks(kind);
    OwnNamespace.run(SegmentsRootTest.class, scene, kind.name());
  }

  /** What happens in the namespace. */
  public static void main(String[] args) throws Exception {
    OwnNamespace.requireInside();
    try (RawServer web = server();
        Proxy proxy =
            Proxy.start(
                TestProxy.backend(backend -> backend.withHttpReuse(HttpReuse.ALWAYS))
                    .apply(TestProxy.config(Server.of("web", web.address())))
                    .withEventLoops(1)
                    .withTransport(TransportKind.valueOf(args[1])))) {
      InetSocketAddress frontend = proxy.localAddresses("web").get(0);
      // The kernel acknowledges the first segments of the server's connection at once.
      ask(frontend);
      if (args[0].equals("end")) {
        long before = counter("snmp", "Tcp:", "OutSegs");
        ask(frontend);
        double each = (counter("snmp", "Tcp:", "OutSegs") - before) / (double) REQUESTS;
        assertThat(each)
            .isBetween(SEGMENTS + SERVER_SEGMENTS - 0.1, SEGMENTS + SERVER_SEGMENTS + 0.5);
      } else {
        long before = counter("netstat", "TcpExt:", "DelayedACKs");
        post(frontend);
        assertThat(counter("netstat", "TcpExt:", "DelayedACKs") - before).isLessThan(REQUESTS / 4);
      }
      assertThat(web.connections).hasValue(1);
    }
  }

  /** Requests in pieces, of which the kernel holds back all but the first (Nagle). */
  private static void post(InetSocketAddress frontend) throws IOException {
    for (int i = 0; i < REQUESTS / 2; i++) {
      try (RawClient client = new RawClient(frontend)) {
        client.socket.setTcpNoDelay(false);
        post(client);
        post(client);
      }
    }
  }

  private static void post(RawClient client) throws IOException {
    client.send("POST / HTTP/1.1\r\nHost: ");
    client.send(lines("a", "Content-Length: 4"));
    client.send("body");
    assertThat(client.response()).endsWith("web");
    client.send(lines("POST / HTTP/1.1", "Host: a", "Expect: 100-continue", "Content-Length: 4"));
    assertThat(client.head()).startsWith("HTTP/1.1 100 ");
    client.send("bo");
    client.send("dy");
    assertThat(client.response()).endsWith("web");
  }

  private static RawServer server() throws IOException {
    return new RawServer(
        connection -> {
          while (true) {
            String head = connection.head();
            if (head.contains("Expect:")) {
              connection.send(lines("HTTP/1.1 100 Continue"));
            }
            connection.in.readNBytes(RawClient.contentLength(head));
            connection.send(lines("HTTP/1.1 200 OK", "Content-Length: 3") + "web");
          }
        });
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

  /** One of this network namespace's counters, by its name in the line above it. */
  private static long counter(String file, String table, String name) throws IOException {
    List<List<String>> lines =
        Files.readAllLines(Path.of("/proc/self/net", file)).stream()
            .filter(line -> line.startsWith(table))
            .map(line -> List.of(line.split(" ", -1)))
            .toList();
    return Long.parseLong(lines.get(1).get(lines.get(0).indexOf(name)));
  }
}
