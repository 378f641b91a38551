package io.mainstay.proxy;

import static io.mainstay.proxy.ProxyTest.lines;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LifecycleTest {
  private static final String GET = lines("GET / HTTP/1.1", "Host: a");

  @ParameterizedTest
  @EnumSource(TransportKind.class)
  void shouldServeWhicheverTransportMovesTheBytes(TransportKind kind) throws IOException {
    TestProxy.assumeWorks(kind);
    String large = "x".repeat(1_000_000);
    try (RawServer web =
            RawServer.answering(lines("HTTP/1.1 200 OK", "Content-Length: 1000000") + large);
        TestProxy proxy = TestProxy.with(config -> config.withTransport(kind), web);
        RawClient one = proxy.client();
        RawClient two = proxy.client()) {
      for (int i = 0; i < 10; i++) {
        one.send(GET);
        two.send(lines("POST / HTTP/1.1", "Host: a", "Content-Length: 1000000") + large);
        assertThat(one.response()).endsWith(large);
        assertThat(two.response()).endsWith(large);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = TransportKind.class,
      names = {"EPOLL", "NIO"})
  void shouldSayWhichFrontendCannotBindAndWhy(TransportKind kind) throws IOException {
    TestProxy.assumeWorks(kind);
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      InetSocketAddress address = (InetSocketAddress) taken.getLocalSocketAddress();
      assertThatThrownBy(() -> start(kind, address))
          .isInstanceOf(IOException.class)
          .hasMessage(
              "frontend web: cannot bind 127.0.0.1:%1$d: Address already in use: another process has"
                  + " port %1$d there, perhaps another Mainstay, HAProxy or web server (`ss -ltnp sport"
                  + " = :%1$d` names it); end it, or bind another port",
              address.getPort());
    }
  }

  @Test
  void shouldNotShareAPortWithAnotherProxy() throws IOException {
    try (RawServer web = RawServer.named("x");
        TestProxy proxy = TestProxy.before(web)) {
      assertThatThrownBy(() -> start(TransportKind.AUTO, proxy.address()))
          .hasMessageContaining("Address already in use");
      assertThat(proxy.get("/")).endsWith("x");
    }
  }

  @Test
  void shouldLeaveNothingBoundWhenOneAddressFails() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      InetSocketAddress free;
      try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
        free = (InetSocketAddress) probe.getLocalSocketAddress();
      }
      InetSocketAddress used = (InetSocketAddress) taken.getLocalSocketAddress();
      assertThatThrownBy(() -> start(TransportKind.AUTO, free, used))
          .isInstanceOf(IOException.class);
      try (ServerSocket again =
          new ServerSocket(free.getPort(), 1, InetAddress.getLoopbackAddress())) {
        assertThat(again.isBound()).isTrue();
      }
    }
  }

  @Test
  void shouldLoseNothingWhenItStopsInOrder() throws Exception {
    CountDownLatch answer = new CountDownLatch(1);
    try (RawServer web =
            new RawServer(
                connection -> {
                  connection.head();
                  answer.await();
                  connection.send("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nlate");
                  connection.head();
                });
        TestProxy proxy = TestProxy.before(web);
        RawClient idle = proxy.client();
        RawClient running = proxy.client()) {
      running.send(GET);
      TestProxy.await("running", () -> web.connections.get() == 1);
      TestProxy.await("connected", () -> proxy.frontend().currentConnections() == 2);
      CompletableFuture<Void> stopped =
          proxy.proxy.stop(Duration.ofSeconds(30)).toCompletableFuture();
      assertThat(idle.closed()).isTrue();
      assertThatThrownBy(() -> proxy.get("/")).isInstanceOf(IOException.class);
      assertThat(stopped).isNotDone();
      answer.countDown();
      assertThat(running.rest()).contains("Connection: close").endsWith("late");
      running.socket.shutdownOutput();
      stopped.get(10, TimeUnit.SECONDS);
    }
  }

  @Test
  void shouldCutWhatStillRunsWhenTheDrainIsOver() throws Exception {
    try (RawServer web =
            new RawServer(
                connection -> {
                  connection.head();
                  connection.in.read();
                });
        TestProxy proxy = TestProxy.before(web);
        RawClient running = proxy.client()) {
      running.send(GET);
      TestProxy.await("running", () -> web.connections.get() == 1);
      proxy.proxy.stop(Duration.ofMillis(100)).toCompletableFuture().get(10, TimeUnit.SECONDS);
      assertThat(running.closed()).isTrue();
    }
  }

  private static void start(TransportKind kind, InetSocketAddress... binds) throws IOException {
    Frontend frontend =
        new Frontend(
            "web", List.of(binds), "app", FrontendTimeouts.defaults(), ForwardedFor.REPLACE);
    ProxyConfig config = ProxyConfig.of(List.of(frontend), List.of(Backend.of("app")));
    Proxy.start(config.withTransport(kind)).close();
  }

  @Test
  void shouldSayWhetherAFrontendListens() throws Exception {
    try (RawServer web = RawServer.named("web");
        TestProxy proxy = TestProxy.before(web)) {
      assertThat(proxy.proxy.listening("web")).isTrue();
      assertThat(proxy.proxy.eventLoopLag()).isLessThan(Duration.ofMinutes(1));
      assertThatThrownBy(() -> proxy.proxy.listening("nothing"))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("no frontend nothing");
      proxy.proxy.stop(Duration.ZERO).toCompletableFuture().get(10, TimeUnit.SECONDS);
      assertThat(proxy.proxy.listening("web")).isFalse();
    }
  }
}
