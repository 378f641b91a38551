package io.mainstay.proxy;

import static io.mainstay.proxy.ProxyTest.lines;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LimitsTest {
  private static final String GET = lines("GET / HTTP/1.1", "Host: a");
  private static final int ATTACKERS = 200;
  private static final long BOUND_BYTES = 16 << 20;

  private static UnaryOperator<ProxyConfig> limits(UnaryOperator<ProxyLimits> change) {
    return config -> config.withLimits(change.apply(config.limits()));
  }

  @Test
  void shouldEndTheConnectionBehindItsLastRequest() throws IOException {
    try (RawServer web = RawServer.named("x");
        TestProxy proxy = TestProxy.with(limits(l -> l.withRequestsPerConnection(3)), web);
        RawClient client = proxy.client()) {
      assertThat(client.send(GET).response()).doesNotContain("Connection: close");
      assertThat(client.send(GET).response()).doesNotContain("Connection: close");
      assertThat(client.send(GET + GET).rest()).contains("Connection: close").endsWith("x");
      assertThat(web.heads).hasSize(3);
    }
  }

  @Test
  void shouldCloseOneConnectionTooManyFromOneAddress() throws IOException {
    try (RawServer web = RawServer.named("x");
        TestProxy proxy = TestProxy.with(limits(l -> l.withMaxConnectionsPerAddress(2)), web);
        RawClient two = proxy.client()) {
      try (RawClient one = proxy.client()) {
        assertThat(one.send(GET).response()).endsWith("x");
        assertThat(two.send(GET).response()).endsWith("x");
        try (RawClient three = proxy.client()) {
          assertThat(three.closed()).isTrue();
        }
        assertThat(one.send(GET).response()).endsWith("x");
      }
      TestProxy.await("room again", () -> proxy.frontend().currentConnections() == 1);
      assertThat(proxy.get("/")).endsWith("x");
      assertThat(two.send(GET).response()).endsWith("x");
    }
  }

  @Test
  void shouldKeepNoMoreIdleConnectionsThanAllowed() throws Exception {
    CountDownLatch both = new CountDownLatch(2);
    try (RawServer web =
            new RawServer(
                connection -> {
                  connection.head();
                  both.countDown();
                  both.await();
                  connection.send("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nx");
                  connection.head();
                });
        TestProxy proxy =
            TestProxy.with(
                config ->
                    config
                        .withEventLoops(1)
                        .withLimits(
                            new ProxyLimits(
                                config.limits().http(),
                                config.limits().maxConnections(),
                                1,
                                config.limits().receiveBufferBytes())),
                web);
        RawClient one = proxy.client();
        RawClient two = proxy.client()) {
      one.send(GET);
      two.send(GET);
      assertThat(one.response() + two.response()).doesNotContain("50");
      TestProxy.await("one is closed", () -> proxy.server(0).currentConnections() == 1);
      assertThat(proxy.server(0).idleConnections()).isEqualTo(1);
      assertThat(proxy.server(0).connections()).isEqualTo(2);
      assertThat(web.ended.poll(10, java.util.concurrent.TimeUnit.SECONDS)).isEqualTo("eof");
    }
  }

  /** What one read brought becomes one chunk, so the chunks tell how much was read at a time. */
  @Test
  void shouldReadNoMoreAtATimeThanTheReceiveBufferHolds() throws IOException {
    int most = 4096;
    String body = "y".repeat(300_000);
    try (RawServer web =
            new RawServer(
                connection -> {
                  connection.head();
                  connection.send("HTTP/1.1 200 OK\r\n\r\n" + body);
                });
        TestProxy proxy =
            TestProxy.with(
                config ->
                    config.withLimits(
                        new ProxyLimits(
                            config.limits().http(),
                            config.limits().maxConnections(),
                            config.limits().maxIdlePerServer(),
                            most)),
                web);
        RawClient client = proxy.client()) {
      assertThat(client.send(GET).head()).contains("Transfer-Encoding: chunked");
      int received = 0;
      int size = chunk(client);
      while (size > 0) {
        assertThat(size).isLessThanOrEqualTo(most);
        received += size;
        client.bytes(size + 2);
        size = chunk(client);
      }
      assertThat(received).isEqualTo(body.length());
    }
  }

  private static int chunk(RawClient client) throws IOException {
    String line = client.bytes(1);
    while (!line.endsWith("\r\n")) {
      line += client.bytes(1);
    }
    return Integer.parseInt(line.trim(), 16);
  }

  /** Each byte comes well within the client timeout, and still the body is too slow. */
  @ParameterizedTest
  @ValueSource(strings = {"Content-Length: 1000000", "Transfer-Encoding: chunked"})
  void shouldAnswer408WhenABodyDripsIn(String framing) throws Exception {
    UnaryOperator<ProxyConfig> impatient =
        TestProxy.frontendTimeouts(timeouts -> timeouts.withClient(Duration.ofMillis(600)));
    AtomicBoolean answered = new AtomicBoolean();
    try (RawServer web =
            new RawServer(
                connection -> {
                  connection.head();
                  connection.in.transferTo(OutputStream.nullOutputStream());
                });
        TestProxy proxy = TestProxy.with(impatient, web);
        RawClient client = proxy.client()) {
      client.send(lines("POST / HTTP/1.1", "Host: a", framing));
      Thread dripping =
          new Thread(
              () -> {
                try {
                  while (!answered.get()) {
                    client.send(framing.startsWith("T") ? "1\r\nx\r\n" : "x");
                    LockSupport.parkNanos(20_000_000);
                  }
                } catch (IOException e) {
                  answered.set(true);
                }
              });
      dripping.start();
      assertThat(client.response()).startsWith("HTTP/1.1 408 ");
      answered.set(true);
      dripping.join();
    }
  }

  @Test
  void shouldNotBlameTheClientWhenItIsTheServerThatDoesNotRead() throws Exception {
    CountDownLatch read = new CountDownLatch(1);
    UnaryOperator<ProxyConfig> impatient =
        TestProxy.frontendTimeouts(timeouts -> timeouts.withClient(Duration.ofMillis(300)));
    int bytes = 20_000_000;
    try (RawServer web =
            new RawServer(
                connection -> {
                  connection.head();
                  read.await();
                  connection.in.readNBytes(bytes);
                  connection.send("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nread");
                  connection.head();
                });
        TestProxy proxy = TestProxy.with(impatient, web);
        RawClient client = proxy.client()) {
      client.send(lines("POST / HTTP/1.1", "Host: a", "Content-Length: " + bytes));
      Thread sender =
          new Thread(
              () -> {
                try {
                  client.socket.getOutputStream().write(new byte[bytes]);
                } catch (IOException e) {
                  read.countDown();
                }
              });
      sender.start();
      long begin = System.nanoTime();
      TestProxy.await("long enough", () -> System.nanoTime() - begin > 1_000_000_000);
      assertThat(read.getCount()).isEqualTo(1);
      read.countDown();
      assertThat(client.response()).endsWith("read");
      sender.join();
    }
  }

  @Test
  void shouldRefuseABodyThatIsMostlyFraming() throws IOException {
    try (RawServer web =
            new RawServer(
                connection -> {
                  connection.head();
                  connection.in.transferTo(OutputStream.nullOutputStream());
                });
        TestProxy proxy = TestProxy.before(web);
        RawClient client = proxy.client()) {
      client.send(lines("POST / HTTP/1.1", "Host: a", "Transfer-Encoding: chunked"));
      client.send("2\r\nxx\r\n".repeat(1000));
      client.send("1\r\nx\r\n".repeat(50_000));
      assertThat(client.response()).startsWith("HTTP/1.1 400 ");
    }
  }

  @Test
  void shouldAnswer508WhenARequestGoesRoundInCircles() throws IOException {
    try (RawServer web = RawServer.named("x");
        TestProxy proxy = TestProxy.before(web)) {
      assertThat(via(proxy, "1.1 mainstay, 1.0 other, 1.1 mainstay", "1.1 Mainstay (a)"))
          .startsWith("HTTP/1.1 200 ");
      assertThat(via(proxy, "1.1 mainstay,1.1 mainstay", "1.1 mainstay,HTTP/1.1 mainstay"))
          .startsWith("HTTP/1.1 508 ");
      assertThat(via(proxy, "1.1 a, 1.1 mainstays, 1.1, , mainstay", "1.1 b, 1.1 c"))
          .startsWith("HTTP/1.1 200 ");
    }
  }

  private static String via(TestProxy proxy, String one, String two) throws IOException {
    try (RawClient client = proxy.client()) {
      client.send(lines("GET / HTTP/1.1", "Host: a", "Via: " + one, "Via: " + two));
      return client.response();
    }
  }

  @Test
  void shouldReadNoFurtherAheadThanAllowed() throws IOException {
    CountDownLatch answer = new CountDownLatch(1);
    try (RawServer web =
            new RawServer(
                connection -> {
                  while (true) {
                    connection.head();
                    answer.await();
                    connection.send("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nx");
                  }
                });
        TestProxy proxy = TestProxy.with(limits(l -> l.withReadAheadBytes(4096)), web);
        RawClient client = proxy.client()) {
      client.send(GET);
      TestProxy.await("at the server", () -> proxy.server(0).currentRequests() == 1);
      client.send(GET.repeat(20_000));
      long begin = System.nanoTime();
      TestProxy.await("settled", () -> System.nanoTime() - begin > 300_000_000);
      assertThat(proxy.frontend().bytesIn()).isLessThan(64 * 1024);
      answer.countDown();
      for (int i = 0; i < 9_000; i++) {
        assertThat(client.response()).endsWith("x");
      }
    }
  }

  /** Heads that never end, bodies that never come and answers that nobody takes. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET / HTTP/1.1\r\nHost: a\r\nX-Slow: ",
        "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 999999999\r\n\r\n",
        "GET /large HTTP/1.1\r\nHost: a\r\n\r\nGET /large HTTP/1.1\r\nHost: a\r\n\r\n"
      })
  void shouldServeOthersWhileManyAreSlow(String attack) throws IOException {
    String large = "y".repeat(8_000_000);
    // The kernel takes a few megabytes for each of those.
    int attackerCount = attack.contains("/large") ? ATTACKERS / 10 : ATTACKERS;
    UnaryOperator<ProxyConfig> impatient =
        TestProxy.frontendTimeouts(
            timeouts ->
                timeouts.withHttpRequest(Duration.ofSeconds(2)).withClient(Duration.ofSeconds(2)));
    List<RawClient> attackers = new ArrayList<>();
    try (RawServer web =
            new RawServer(
                connection -> {
                  while (true) {
                    String head = connection.head();
                    String body = head.contains("/large") ? large : "x";
                    connection.send(
                        "HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
                  }
                });
        TestProxy proxy = TestProxy.with(impatient, web)) {
      long before = TestProxy.directBytes();
      for (int i = 0; i < attackerCount; i++) {
        attackers.add(new RawClient(proxy.address(), 4096).send(attack));
      }
      for (int i = 0; i < 50; i++) {
        assertThat(proxy.get("/")).endsWith("x");
      }
      assertThat(TestProxy.directBytes() - before)
          .isLessThan(attackerCount * 400_000L + BOUND_BYTES);
      TestProxy.await("the slow are gone", () -> proxy.frontend().currentConnections() == 0);
      assertThat(proxy.get("/")).endsWith("x");
    } finally {
      for (RawClient attacker : attackers) {
        attacker.close();
      }
    }
  }
}
