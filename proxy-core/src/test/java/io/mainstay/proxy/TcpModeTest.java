package io.mainstay.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TcpModeTest {
  private static final Duration SHORT = Duration.ofMillis(200);
  private static final int BLOCK = 64 * 1024;

  private static UnaryOperator<ProxyConfig> tcp(TransportKind kind) {
    return config ->
        TestProxy.frontend(frontend -> frontend.withMode(FrontendMode.TCP))
            .apply(config)
            .withTransport(kind);
  }

  private static UnaryOperator<ProxyConfig> tcp(UnaryOperator<BackendTimeouts> timeouts) {
    return config ->
        TestProxy.backendTimeouts(timeouts).apply(tcp(TransportKind.AUTO).apply(config));
  }

  /** Says hello first, echoes, and says goodbye behind the client's last word. */
  private static RawServer echo() throws IOException {
    return new RawServer(
        connection -> {
          connection.send("hello ");
          connection.in.transferTo(connection.out);
          connection.send(" bye");
        });
  }

  @ParameterizedTest
  @EnumSource(names = "AUTO", mode = EnumSource.Mode.EXCLUDE)
  void shouldPassOnLastWordsAndTheOtherDirectionBehindThem(TransportKind kind) throws IOException {
    TestProxy.assumeWorks(kind);
    try (RawServer web = echo();
        TestProxy proxy = TestProxy.with(tcp(kind), web);
        RawClient client = proxy.client()) {
      assertThat(client.bytes(6)).isEqualTo("hello ");
      client.send("x".repeat(1000));
      assertThat(client.bytes(1000)).isEqualTo("x".repeat(1000));
      client.send("end").socket.shutdownOutput();
      assertThat(client.rest()).isEqualTo("end bye");
      TestProxy.await("ended", () -> proxy.frontend().currentConnections() == 0);
      TestProxy.await("ended", () -> proxy.server(0).currentRequests() == 0);
      assertThat(proxy.server(0).requests()).isEqualTo(1);
      assertThat(proxy.frontend().bytesIn()).isEqualTo(1003);
      assertThat(proxy.frontend().bytesOut()).isEqualTo(1013);
    }
  }

  @ParameterizedTest
  @EnumSource(names = "AUTO", mode = EnumSource.Mode.EXCLUDE)
  void shouldPassOnTheServersLastWordAndWhatTheClientStillSends(TransportKind kind)
      throws Exception {
    TestProxy.assumeWorks(kind);
    CompletableFuture<String> heard = new CompletableFuture<>();
    try (RawServer web =
            new RawServer(
                connection -> {
                  connection.send("that is all");
                  connection.socket.shutdownOutput();
                  heard.complete(
                      new String(connection.in.readAllBytes(), StandardCharsets.ISO_8859_1));
                });
        TestProxy proxy = TestProxy.with(tcp(kind), web);
        RawClient client = proxy.client()) {
      assertThat(client.rest()).isEqualTo("that is all");
      client.send("one more thing").socket.shutdownOutput();
      assertThat(heard.get(10, TimeUnit.SECONDS)).isEqualTo("one more thing");
    }
  }

  @ParameterizedTest
  @EnumSource(names = "AUTO", mode = EnumSource.Mode.EXCLUDE)
  void shouldPassOnAResetOfTheServer(TransportKind kind) throws IOException {
    TestProxy.assumeWorks(kind);
    try (RawServer web =
            new RawServer(
                connection -> {
                  connection.in.read();
                  connection.socket.setSoLinger(true, 0);
                });
        TestProxy proxy = TestProxy.with(tcp(kind), web);
        RawClient client = proxy.client()) {
      client.send("x");
      assertThatThrownBy(client::rest)
          .isInstanceOf(SocketException.class)
          .hasMessage("Connection reset");
      TestProxy.await("ended", () -> proxy.frontend().currentConnections() == 0);
    }
  }

  @ParameterizedTest
  @EnumSource(names = "AUTO", mode = EnumSource.Mode.EXCLUDE)
  void shouldPassOnAResetOfTheClient(TransportKind kind) throws Exception {
    TestProxy.assumeWorks(kind);
    try (RawServer web = echo();
        TestProxy proxy = TestProxy.with(tcp(kind), web)) {
      try (RawClient client = proxy.client()) {
        assertThat(client.bytes(6)).isEqualTo("hello ");
        client.socket.setSoLinger(true, 0);
      }
      assertThat(web.ended.poll(10, TimeUnit.SECONDS)).isEqualTo("error");
      TestProxy.await("ended", () -> proxy.frontend().currentConnections() == 0);
      TestProxy.await("ended", () -> proxy.server(0).currentRequests() == 0);
    }
  }

  @Test
  void shouldTryTheNextServerWhenOneRefusesAndCloseWhenAllDo() throws IOException {
    InetSocketAddress dead;
    try (ServerSocket closing = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      dead = (InetSocketAddress) closing.getLocalSocketAddress();
    }
    try (RawServer web = echo()) {
      ProxyConfig one = TestProxy.config(Server.of("dead", dead), Server.of("web", web.address()));
      try (Proxy proxy = Proxy.start(tcp(TransportKind.AUTO).apply(one))) {
        for (int i = 0; i < 4; i++) {
          try (RawClient client = new RawClient(proxy.localAddresses("web").get(0))) {
            assertThat(client.bytes(6)).isEqualTo("hello ");
          }
        }
        proxy.serverState("app", "web", ServerState.DOWN);
        try (RawClient client = new RawClient(proxy.localAddresses("web").get(0))) {
          assertThat(client.closed()).isTrue();
        }
      }
    }
  }

  @Test
  void shouldEndASessionThatIsSilentForTooLong() throws IOException {
    try (RawServer web = echo();
        TestProxy proxy = TestProxy.with(tcp(timeouts -> timeouts.withTunnel(SHORT)), web);
        RawClient client = proxy.client()) {
      assertThat(client.rest()).isEqualTo("hello ");
    }
  }

  @Test
  void shouldEndAHalfClosedSessionWhoseServerGoesOnForTooLong() throws IOException {
    CountDownLatch never = new CountDownLatch(1);
    try (RawServer web = new RawServer(connection -> never.await());
        TestProxy proxy = TestProxy.with(tcp(timeouts -> timeouts.withServer(SHORT)), web);
        RawClient client = proxy.client()) {
      client.send("x").socket.shutdownOutput();
      assertThat(client.closed()).isTrue();
    } finally {
      never.countDown();
    }
  }

  /** A gigabyte to somebody who takes it slowly, and to somebody who takes nothing at all. */
  @Test
  void shouldHoldLittleWhenTheReaderIsSlow() throws Exception {
    long bytes = 1L << 30;
    AtomicLong written = new AtomicLong();
    try (RawServer web =
            new RawServer(
                connection -> {
                  byte[] block = new byte[BLOCK];
                  for (long left = bytes; left > 0; left -= BLOCK) {
                    connection.out.write(block);
                    written.addAndGet(BLOCK);
                  }
                });
        TestProxy proxy = TestProxy.with(tcp(TransportKind.AUTO), web);
        RawClient client = new RawClient(proxy.address(), 16 * 1024)) {
      long before = TestProxy.directBytes();
      BackPressureTest.untilItStands(written);
      assertThat(TestProxy.directBytes() - before).isLessThan(32 << 20);
      long read = 0;
      byte[] block = new byte[BLOCK];
      InputStream in = client.in();
      for (int count = in.read(block); count > 0; count = in.read(block)) {
        read += count;
        // All but a little of it is with the kernel, whose buffers grow.
        assertThat(written.get() - read).isLessThan(bytes / 4);
      }
      assertThat(read).isEqualTo(bytes);
      assertThat(TestProxy.directBytes() - before).isLessThan(32 << 20);
    }
  }

  @Test
  void shouldGiveUpAReaderThatTakesNothing() throws Exception {
    AtomicLong written = new AtomicLong();
    try (RawServer web =
            new RawServer(
                connection -> {
                  while (true) {
                    connection.out.write(new byte[BLOCK]);
                    written.addAndGet(BLOCK);
                  }
                });
        TestProxy proxy = TestProxy.with(tcp(timeouts -> timeouts.withTunnel(SHORT)), web);
        RawClient client = new RawClient(proxy.address(), 16 * 1024)) {
      assertThat(web.ended.poll(10, TimeUnit.SECONDS)).isEqualTo("error");
      assertThat(written.get()).isPositive();
      TestProxy.await("ended", () -> proxy.frontend().currentConnections() == 0);
      assertThat(client.socket.isConnected()).isTrue();
    }
  }

  @Test
  void shouldKeepSessionsWhenTheProxyDrains() throws Exception {
    try (RawServer web = echo();
        TestProxy proxy = TestProxy.with(tcp(TransportKind.AUTO), web);
        RawClient client = proxy.client()) {
      assertThat(client.bytes(6)).isEqualTo("hello ");
      var stopped = proxy.proxy.stop(Duration.ofMinutes(1)).toCompletableFuture();
      assertThat(client.send("still here").bytes(10)).isEqualTo("still here");
      assertThat(stopped).isNotDone();
      client.socket.shutdownOutput();
      assertThat(client.rest()).isEqualTo(" bye");
      stopped.get(10, TimeUnit.SECONDS);
    }
  }
}
