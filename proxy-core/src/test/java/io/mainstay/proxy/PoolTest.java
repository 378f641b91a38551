package io.mainstay.proxy;

import static io.mainstay.proxy.ProxyTest.lines;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class PoolTest {
  private static final String GET = lines("GET / HTTP/1.1", "Host: a");
  private static final String POST = lines("POST / HTTP/1.1", "Host: a", "Content-Length: 0");
  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
  private static final PoolPolicy DEFAULTS = PoolPolicy.defaults();

  /** One event loop, so that every client finds the same pool. */
  private static UnaryOperator<ProxyConfig> pool(PoolPolicy policy) {
    return config ->
        TestProxy.backend(
                backend ->
                    backend
                        .withServers(
                            backend.servers().stream().map(s -> s.withPool(policy)).toList())
                        .withTimeouts(backend.timeouts().withIdle(Duration.ofMinutes(5))))
            .apply(config)
            .withEventLoops(1);
  }

  private static UnaryOperator<ProxyConfig> reuse(HttpReuse reuse) {
    return config ->
        TestProxy.backend(backend -> backend.withHttpReuse(reuse))
            .apply(pool(DEFAULTS).apply(config));
  }

  private static void awaitIdle(TestProxy proxy, int connections) {
    TestProxy.await(
        connections + " unused", () -> proxy.server(0).idleConnections() == connections);
  }

  /** Has so many requests answered at the same time that as many connections are left over. */
  private static void fill(TestProxy proxy, CountDownLatch answer, int connections)
      throws IOException {
    List<RawClient> clients = new ArrayList<>();
    try {
      for (int i = 0; i < connections; i++) {
        clients.add(proxy.client().send(GET));
      }
      TestProxy.await("all asked", () -> proxy.server(0).currentRequests() == connections);
      answer.countDown();
      for (RawClient client : clients) {
        assertThat(client.response()).endsWith("ok");
      }
    } finally {
      for (RawClient client : clients) {
        client.close();
      }
    }
  }

  private static RawServer holding(CountDownLatch answer) throws IOException {
    return new RawServer(
        connection -> {
          while (true) {
            connection.head();
            answer.await();
            connection.send(OK);
          }
        });
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "2, 2", "-1, 5"})
  void shouldKeepNoMoreThanThePoolTakes(int maxConn, int kept) throws IOException {
    CountDownLatch answer = new CountDownLatch(1);
    try (RawServer web = holding(answer);
        TestProxy proxy = TestProxy.with(pool(DEFAULTS.withMaxConn(maxConn)), web)) {
      fill(proxy, answer, 5);
      TestProxy.await("all done", () -> proxy.server(0).currentRequests() == 0);
      assertThat(proxy.server(0).idleConnections()).isEqualTo(kept);
    }
  }

  @Test
  void shouldCloseByHalvesWhatNobodyNeedsButForALittleReserve() throws IOException {
    CountDownLatch answer = new CountDownLatch(1);
    PoolPolicy purging = DEFAULTS.withPurgeDelay(Duration.ofMillis(200)).withLowConn(2);
    try (RawServer web = holding(answer);
        TestProxy proxy = TestProxy.with(pool(purging), web)) {
      fill(proxy, answer, 8);
      awaitIdle(proxy, 2);
      try (RawClient client = proxy.client()) {
        // A few rounds of the purge in which one connection is in use all the time.
        for (int i = 0; i < 500; i++) {
          assertThat(client.send(GET).response()).endsWith("ok");
        }
      }
      awaitIdle(proxy, 2);
      assertThat(web.connections).hasValue(8);
    }
  }

  @Test
  void shouldGiveAConnectionNoMoreRequestsThanItMayHave() throws IOException {
    try (RawServer web = RawServer.answering(OK);
        TestProxy proxy = TestProxy.with(pool(DEFAULTS.withMaxReuse(2)), web);
        RawClient client = proxy.client()) {
      for (int i = 0; i < 7; i++) {
        assertThat(client.send(GET).response()).endsWith("ok");
      }
      assertThat(web.connections).hasValue(3);
      assertThat(proxy.server(0).reuses()).isEqualTo(4);
    }
  }

  @Test
  void shouldUseNoConnectionThatIsTooOld() throws IOException {
    try (RawServer web = RawServer.answering(OK);
        TestProxy proxy = TestProxy.with(pool(DEFAULTS.withMaxAge(Duration.ofNanos(1))), web);
        RawClient client = proxy.client()) {
      for (int i = 1; i <= 3; i++) {
        assertThat(client.send(GET).response()).endsWith("ok");
        assertThat(web.connections).hasValue(i);
      }
      assertThat(proxy.server(0).idleConnections()).isZero();
    }
  }

  @ParameterizedTest
  @EnumSource(HttpReuse.class)
  void shouldRiskARequestThatCannotBeRepeatedOnlyAsAllowed(HttpReuse reuse) throws IOException {
    try (RawServer web = RawServer.answering(OK);
        TestProxy proxy = TestProxy.with(reuse(reuse), web)) {
      try (RawClient other = proxy.client()) {
        assertThat(other.send(GET).response()).endsWith("ok");
        awaitIdle(proxy, 1);
        try (RawClient client = proxy.client()) {
          assertThat(client.send(POST).response()).endsWith("ok");
          int first = reuse == HttpReuse.ALWAYS ? 1 : 2;
          assertThat(web.connections).as("a first request").hasValue(first);
          assertThat(client.send(POST).response()).endsWith("ok");
          assertThat(web.connections).as("a later one").hasValue(first);
        }
        try (RawClient client = proxy.client()) {
          assertThat(client.send(POST).response()).endsWith("ok");
          int withProven =
              switch (reuse) {
                case ALWAYS -> 1;
                case AGGRESSIVE -> 2;
                default -> 3;
              };
          assertThat(web.connections).as("after a proof").hasValue(withProven);
        }
        try (RawClient client = proxy.client()) {
          assertThat(client.send(GET).response()).endsWith("ok");
          assertThat(proxy.server(0).connections() == 4)
              .as("shares for a GET")
              .isEqualTo(reuse == HttpReuse.NEVER);
        }
      }
    }
  }

  @Test
  void shouldCloseAClientsOwnConnectionsWithItWhenNothingIsShared() throws IOException {
    try (RawServer web = RawServer.answering(OK);
        TestProxy proxy = TestProxy.with(reuse(HttpReuse.NEVER), web)) {
      try (RawClient client = proxy.client()) {
        for (int i = 0; i < 3; i++) {
          assertThat(client.send(GET).response()).endsWith("ok");
        }
        assertThat(web.connections).hasValue(1);
        awaitIdle(proxy, 1);
      }
      awaitIdle(proxy, 0);
    }
  }

  @Test
  void shouldKeepNothingOfAServerThatIsTakenApart() throws IOException {
    CountDownLatch answer = new CountDownLatch(1);
    try (RawServer web = holding(answer);
        TestProxy proxy = TestProxy.with(pool(DEFAULTS), web);
        RawClient client = proxy.client().send(GET)) {
      TestProxy.await("asked", () -> proxy.server(0).currentRequests() == 1);
      proxy.proxy.serverAdmin("app", "web1", ServerAdmin.MAINT);
      answer.countDown();
      assertThat(client.response()).endsWith("ok");
      TestProxy.await("done", () -> proxy.server(0).currentRequests() == 0);
      assertThat(proxy.server(0).idleConnections()).isZero();
    }
  }
}
