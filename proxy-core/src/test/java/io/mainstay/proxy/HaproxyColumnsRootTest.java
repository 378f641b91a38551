package io.mainstay.proxy;

import static io.mainstay.proxy.ProxyTest.lines;
import static org.assertj.core.api.Assertions.assertThat;

import io.mainstay.proxy.stats.StatsRow;
import io.mainstay.proxy.stats.StatsTable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same traffic through HAProxy and through Mainstay, and what both count of it. */
@Tag("root")
class HaproxyColumnsRootTest {
  private static final String GET = lines("GET / HTTP/1.1", "Host: a");

  @Test
  void shouldCountAsHaproxyDoes(@TempDir Path directory) throws Exception {
    Assumptions.assumeTrue(HaproxyPeer.installed(), "haproxy is not installed");
    List<Map<String, String>> theirs;
    try (RawServer web = server();
        HaproxyPeer haproxy = HaproxyPeer.start(directory, lone(web))) {
      traffic(haproxy.address(), web);
      theirs = haproxy.statsAtRest();
    }
    List<StatsRow> ours;
    try (RawServer web = server();
        TestProxy proxy = TestProxy.with(HaproxyColumnsRootTest::configured, web)) {
      traffic(proxy.address(), web);
      TestProxy.await("at rest", () -> proxy.frontend().currentConnections() == 0);
      ours = StatsTable.of(proxy.proxy.snapshot());
    }
    assertThat(HaproxyColumns.differences(ours, theirs)).isEmpty();
  }

  /** New columns come behind the others, in HAProxy too. */
  @Test
  void shouldNameTheColumnsAsHaproxyDoesInItsOrder(@TempDir Path directory) throws Exception {
    Assumptions.assumeTrue(HaproxyPeer.installed(), "haproxy is not installed");
    try (RawServer web = server();
        HaproxyPeer haproxy = HaproxyPeer.start(directory, lone(web))) {
      String ours = StatsTable.csv(List.of()).trim();
      assertThat(haproxy.csv().lines().findFirst().orElseThrow()).startsWith(ours);
    }
  }

  private static List<String> lone(RawServer web) {
    return List.of(HaproxyPeer.server("web1", web.address(), ""));
  }

  private static ProxyConfig configured(ProxyConfig config) {
    return TestProxy.frontendTimeouts(t -> t.withHttpRequest(Duration.ofMillis(500)))
        .apply(
            TestProxy.backend(
                    backend ->
                        backend.withRetry(
                            RetryPolicy.defaults().withRedispatch(RetryPolicy.Redispatch.NEVER)))
                .apply(config))
        .withLimits(config.limits().withMaxConnections(100))
        .withEventLoops(1);
  }

  /** Ends its connection behind what is not there, so that no connection is left unused. */
  private static RawServer server() throws IOException {
    return new RawServer(
        connection -> {
          while (true) {
            String head = connection.head();
            if (head.startsWith("GET /missing ")) {
              connection.send(
                  lines("HTTP/1.1 404 Not Found", "Content-Length: 0", "Connection: close"));
              return;
            }
            if (head.startsWith("GET /cut ")) {
              connection.send(lines("HTTP/1.1 200 OK", "Content-Length: 9") + "half");
              return;
            }
            if (head.startsWith("GET /silent ")) {
              return;
            }
            if (head.startsWith("GET /junk ")) {
              connection.send("no HTTP at all\r\n\r\n");
              return;
            }
            connection.send(lines("HTTP/1.1 200 OK", "Content-Length: 2") + "ok");
          }
        });
  }

  private static void traffic(InetSocketAddress proxy, RawServer web) throws IOException {
    try (RawClient client = new RawClient(proxy)) {
      assertThat(client.send(GET).response()).endsWith("ok");
      assertThat(client.send(GET).response()).endsWith("ok");
      assertThat(client.send(get("/missing")).response()).startsWith("HTTP/1.1 404 ");
    }
    assertThat(once(proxy, lines("GET / HTTP/1.1", "Host : a"))).startsWith("HTTP/1.1 400 ");
    assertThat(once(proxy, "GET / HT")).startsWith("HTTP/1.1 408 ");
    assertThat(once(proxy, get("/cut"))).endsWith("half");
    assertThat(once(proxy, get("/silent"))).startsWith("HTTP/1.1 502 ");
    assertThat(once(proxy, get("/junk"))).startsWith("HTTP/1.1 502 ");
    web.close();
    assertThat(once(proxy, GET)).startsWith("HTTP/1.1 503 ");
  }

  private static String get(String path) {
    return lines("GET " + path + " HTTP/1.1", "Host: a", "Connection: close");
  }

  private static String once(InetSocketAddress proxy, String request) throws IOException {
    try (RawClient client = new RawClient(proxy)) {
      String head = client.send(request).head();
      return head.contains(" 200 ") ? head + client.rest() : head;
    }
  }
}
