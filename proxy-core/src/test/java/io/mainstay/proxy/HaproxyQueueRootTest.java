package io.mainstay.proxy;

import static io.mainstay.proxy.ProxyTest.lines;
import static org.assertj.core.api.Assertions.assertThat;

import io.mainstay.proxy.stats.StatsTable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What HAProxy and Mainstay count of requests that wait for a server. */
@Tag("root")
class HaproxyQueueRootTest {
  private static final String GET = lines("GET / HTTP/1.1", "Host: a", "Connection: close");

  /** What reached the server; a word lets it answer. */
  private final BlockingQueue<String> arrived = new LinkedBlockingQueue<>();

  private final BlockingQueue<String> answer = new LinkedBlockingQueue<>();

  @Test
  void shouldCountRequestsThatWaitInVainAsHaproxyDoes(@TempDir Path directory) throws Exception {
    Assumptions.assumeTrue(HaproxyPeer.installed(), "haproxy is not installed");
    List<Map<String, String>> theirs;
    try (RawServer web = server();
        HaproxyPeer haproxy = HaproxyPeer.start(directory, backend(web))) {
      traffic(
          haproxy.address(),
          () -> haproxy.now().stream().anyMatch(row -> "1".equals(row.get("qcur"))));
      theirs = haproxy.statsAtRest();
    }
    try (RawServer web = server();
        TestProxy proxy = TestProxy.with(HaproxyQueueRootTest::configured, web)) {
      traffic(
          proxy.address(), () -> proxy.proxy.snapshot().backends().get(0).queue().current() == 1);
      TestProxy.await("at rest", () -> proxy.frontend().currentConnections() == 0);
      assertThat(HaproxyColumns.differences(StatsTable.of(proxy.proxy.snapshot()), theirs))
          .isEmpty();
    }
  }

  private static List<String> backend(RawServer web) {
    return List.of(
        "timeout queue 1s", HaproxyPeer.server("web1", web.address(), "maxconn 1 maxqueue 2"));
  }

  private static ProxyConfig configured(ProxyConfig config) {
    return TestProxy.backendTimeouts(timeouts -> timeouts.withQueue(Duration.ofSeconds(1)))
        .apply(TestProxy.backend(HaproxyQueueRootTest::limited).apply(config))
        .withLimits(config.limits().withMaxConnections(100))
        .withEventLoops(1);
  }

  private static Backend limited(Backend backend) {
    return backend.withServers(
        backend.servers().stream().map(web -> web.withMaxConn(1).withMaxQueue(2)).toList());
  }

  private RawServer server() throws IOException {
    return new RawServer(
        connection -> {
          while (true) {
            arrived.add(connection.head());
            answer.take();
            connection.send(lines("HTTP/1.1 200 OK", "Content-Length: 2") + "ok");
          }
        });
  }

  /**
   * The others come while the first has the only place: the second waits too long, the third leaves
   * by a reset, without which HAProxy would take it for one that said its last word.
   */
  private void traffic(InetSocketAddress proxy, BooleanSupplier waits) throws Exception {
    try (RawClient first = new RawClient(proxy).send(GET);
        RawClient second = new RawClient(proxy)) {
      assertThat(arrived.poll(10, TimeUnit.SECONDS)).as("the first at the server").isNotNull();
      assertThat(second.send(GET).response()).startsWith("HTTP/1.1 503 ");
      try (RawClient third = new RawClient(proxy).send(GET)) {
        TestProxy.await("in the queue", waits);
        third.socket.setSoLinger(true, 0);
      }
      TestProxy.await("out of the queue", () -> !waits.getAsBoolean());
      answer.add("now");
      assertThat(first.response()).endsWith("ok");
    }
  }
}
