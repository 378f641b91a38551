package io.mainstay.proxy;

import static io.mainstay.proxy.ProxyTest.lines;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A frontend's maxconn: who is one too many waits, and nobody is refused. */
class MaxConnTest {
  private static final String GET = lines("GET / HTTP/1.1", "Host: a");

  private static UnaryOperator<ProxyConfig> atMost(int connections, TransportKind kind) {
    return config ->
        TestProxy.frontend(frontend -> frontend.withMaxConn(connections))
            .apply(config)
            .withTransport(kind);
  }

  @ParameterizedTest
  @EnumSource(names = "AUTO", mode = EnumSource.Mode.EXCLUDE)
  void shouldServeThoseWhoWaitWhenOthersLeave(TransportKind kind) throws IOException {
    TestProxy.assumeWorks(kind);
    List<RawClient> waiting = new ArrayList<>();
    try (RawServer web = RawServer.named("x");
        TestProxy proxy = TestProxy.with(atMost(2, kind), web);
        RawClient one = proxy.client();
        RawClient two = proxy.client()) {
      assertThat(one.send(GET).response()).endsWith("x");
      assertThat(two.send(GET).response()).endsWith("x");
      for (int i = 0; i < 12; i++) {
        waiting.add(proxy.client().send(GET));
      }
      // Whoever is served goes on being served meanwhile.
      for (int i = 0; i < 20; i++) {
        assertThat(one.send(GET).response()).endsWith("x");
        assertThat(two.send(GET).response()).endsWith("x");
      }
      assertThat(web.heads).hasSize(42);
      assertThat(proxy.frontend().connections()).isEqualTo(2);
      assertThat(proxy.frontend().rates().connectionLimit()).isEqualTo(2);
      one.socket.close();
      two.socket.close();
      TestProxy.await("two more are served", () -> web.heads.size() == 44);
      assertThat(proxy.frontend().currentConnections()).isLessThanOrEqualTo(2);
      serveAll(waiting);
      assertThat(proxy.frontend().connections()).isEqualTo(14);
    } finally {
      for (RawClient client : waiting) {
        client.close();
      }
    }
  }

  /** They are served two at a time, in no order that could be known from here. */
  private static void serveAll(List<RawClient> waiting) throws IOException {
    List<RawClient> left = new ArrayList<>(waiting);
    TestProxy.await(
        "all are served",
        () -> {
          left.removeIf(MaxConnTest::served);
          return left.isEmpty();
        });
  }

  private static boolean served(RawClient client) {
    try {
      if (client.in().available() == 0) {
        return false;
      }
      assertThat(client.response()).endsWith("x");
      client.close();
      return true;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @ParameterizedTest
  @EnumSource(names = "AUTO", mode = EnumSource.Mode.EXCLUDE)
  void shouldNeverLetTooManyInWhenManyComeAtOnce(TransportKind kind) throws Exception {
    TestProxy.assumeWorks(kind);
    AtomicInteger now = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    UnaryOperator<ProxyConfig> tcp =
        config ->
            TestProxy.frontend(frontend -> frontend.withMode(FrontendMode.TCP))
                .apply(atMost(3, kind).apply(config));
    ExecutorService clients = Executors.newFixedThreadPool(16);
    try (RawServer web =
            new RawServer(
                connection -> {
                  most.accumulateAndGet(now.incrementAndGet(), Math::max);
                  connection.send("x");
                  connection.in.read();
                  now.decrementAndGet();
                });
        TestProxy proxy = TestProxy.with(tcp, web)) {
      List<Future<?>> all = new ArrayList<>();
      for (int i = 0; i < 300; i++) {
        all.add(
            clients.submit(
                () -> {
                  try (RawClient client = proxy.client()) {
                    assertThat(client.bytes(1)).isEqualTo("x");
                    client.socket.shutdownOutput();
                    assertThat(client.rest()).isEmpty();
                  }
                  return null;
                }));
      }
      for (Future<?> client : all) {
        client.get(60, TimeUnit.SECONDS);
      }
      assertThat(most.get()).isBetween(1, 3);
      assertThat(proxy.frontend().connections()).isEqualTo(300);
    } finally {
      clients.shutdownNow();
    }
  }

  @ParameterizedTest
  @EnumSource(names = "AUTO", mode = EnumSource.Mode.EXCLUDE)
  void shouldLoseNoRoomToAClientThatLeavesWhileItWaits(TransportKind kind) throws IOException {
    TestProxy.assumeWorks(kind);
    try (RawServer web = RawServer.named("x");
        TestProxy proxy = TestProxy.with(atMost(1, kind), web);
        RawClient first = proxy.client()) {
      assertThat(first.send(GET).response()).endsWith("x");
      for (int i = 0; i < 10; i++) {
        try (RawClient leaving = proxy.client()) {
          leaving.socket.setSoLinger(true, 0);
        }
      }
      try (RawClient last = proxy.client().send(GET)) {
        first.socket.close();
        assertThat(last.response()).endsWith("x");
      }
      assertThat(proxy.get("/")).endsWith("x");
    }
  }

  @ParameterizedTest
  @EnumSource(names = "AUTO", mode = EnumSource.Mode.EXCLUDE)
  void shouldCloseThoseWhoWaitWhenTheProxyStops(TransportKind kind) throws Exception {
    TestProxy.assumeWorks(kind);
    List<RawClient> waiting = new ArrayList<>();
    try (RawServer web = RawServer.named("x");
        TestProxy proxy = TestProxy.with(atMost(1, kind), web);
        RawClient first = proxy.client()) {
      assertThat(first.send(GET).response()).endsWith("x");
      for (int i = 0; i < 8; i++) {
        waiting.add(proxy.client());
      }
      CompletableFuture<Void> stopped =
          proxy.proxy.stop(Duration.ofMinutes(1)).toCompletableFuture();
      for (RawClient client : waiting) {
        assertThat(client.closed()).isTrue();
      }
      assertThat(first.closed()).isTrue();
      stopped.get(10, TimeUnit.SECONDS);
    } finally {
      for (RawClient client : waiting) {
        client.close();
      }
    }
  }

  @Test
  void shouldRefuseALimitThatIsNegative() {
    Frontend frontend = Frontend.of("web", TestProxy.freePort(), "app");
    org.assertj.core.api.Assertions.assertThatThrownBy(() -> frontend.withMaxConn(-1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("frontend web: maxconn must not be negative");
  }
}
