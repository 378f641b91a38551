package io.mainstay.proxy;

import static io.mainstay.proxy.ProxyTest.lines;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What clients do to take a proxy away from others. In each of these others are served all the
 * time, and nothing is left behind. Heads, bodies and answers that go slowly are in {@link
 * LimitsTest}.
 */
class SlowAttackTest {
  private static final String GET = lines("GET / HTTP/1.1", "Host: a");
  private static final int BLOCK = 64 * 1024;
  private static final int STEP = 16 << 20;
  private static final long GIGABYTE = 1L << 30;
  private static final long LITTLE = 32L << 20;

  private final List<RawClient> attackers = new ArrayList<>();

  @AfterEach
  void release() throws IOException {
    for (RawClient attacker : attackers) {
      attacker.close();
    }
  }

  private static UnaryOperator<ProxyConfig> limits(
      TransportKind kind, UnaryOperator<ProxyLimits> change) {
    return config -> config.withLimits(change.apply(config.limits())).withTransport(kind);
  }

  private void connect(TestProxy proxy, int count) throws IOException {
    for (int i = 0; i < count; i++) {
      attackers.add(proxy.client());
    }
  }

  /** They connect and say nothing; those beyond the limit are closed, and the first stay. */
  @ParameterizedTest
  @EnumSource(names = "AUTO", mode = EnumSource.Mode.EXCLUDE)
  void shouldServeWhomItHasDuringAFloodOfConnections(TransportKind kind) throws IOException {
    TestProxy.assumeWorks(kind);
    int most = 200;
    try (RawServer web = RawServer.named("x");
        TestProxy proxy = TestProxy.with(limits(kind, l -> l.withMaxConnections(most)), web);
        RawClient served = proxy.client()) {
      assertThat(served.send(GET).response()).endsWith("x");
      for (int i = 0; i < 10; i++) {
        connect(proxy, 100);
        assertThat(served.send(GET).response()).endsWith("x");
      }
      TestProxy.await("all came", () -> proxy.frontend().connections() == 1001);
      TestProxy.await("no more stay", () -> proxy.frontend().currentConnections() == most);
      assertThat(served.send(GET).response()).endsWith("x");
      release();
      TestProxy.await("all have left", () -> proxy.frontend().currentConnections() == 1);
      assertThat(proxy.get("/")).endsWith("x");
    }
  }

  /** Their address is one and the others' another, so the limit of one address is enough. */
  @Test
  void shouldServeNewClientsDuringAFloodFromOneAddress() throws IOException {
    try (RawServer web = RawServer.named("x");
        TestProxy proxy =
            TestProxy.with(
                limits(
                    TransportKind.AUTO,
                    l -> l.withMaxConnections(100).withMaxConnectionsPerAddress(50)),
                web)) {
      connect(proxy, 300);
      TestProxy.await("all came", () -> proxy.frontend().connections() == 300);
      TestProxy.await("few stay", () -> proxy.frontend().currentConnections() == 50);
      for (int i = 0; i < 20; i++) {
        try (RawClient other = RawClient.from("127.0.0.2", proxy.address())) {
          assertThat(other.send(GET).response()).endsWith("x");
        }
      }
    }
  }

  /** Half a head, half a body, half an answer, half a session; then a reset. */
  @ParameterizedTest
  @EnumSource(names = "AUTO", mode = EnumSource.Mode.EXCLUDE)
  void shouldServeOthersDuringAStormOfResets(TransportKind kind) throws IOException {
    TestProxy.assumeWorks(kind);
    // Netty's io_uring may not tell of a reset that came with data; then the deadlines do.
    Duration soon = Duration.ofSeconds(3);
    UnaryOperator<ProxyConfig> impatient =
        config ->
            TestProxy.frontendTimeouts(t -> t.withHttpRequest(soon).withClient(soon))
                .apply(config)
                .withTransport(kind);
    String[] beginnings = {
      "",
      "GET / HT",
      lines("POST / HTTP/1.1", "Host: a", "Content-Length: 9") + "half",
      GET,
      GET + GET + GET + "GET"
    };
    try (RawServer web = RawServer.named("x");
        TestProxy proxy = TestProxy.with(impatient, web);
        RawClient served = proxy.client()) {
      for (int i = 0; i < 500; i++) {
        try (RawClient attacker = proxy.client()) {
          attacker.send(beginnings[i % beginnings.length]).socket.setSoLinger(true, 0);
        }
        if (i % 10 == 0) {
          assertThat(served.send(GET).response()).endsWith("x");
        }
      }
      TestProxy.await("all are gone", () -> proxy.frontend().currentConnections() == 1);
      TestProxy.await("nothing runs", () -> proxy.server(0).currentRequests() == 0);
      assertThat(served.send(GET).response()).endsWith("x");
    }
  }

  /** They say that they send no more, in every state, and go on to hold their connection. */
  @Test
  void shouldLetGoOfThoseWhoOnlyHoldTheirConnection() throws IOException {
    Duration soon = Duration.ofMillis(300);
    UnaryOperator<ProxyConfig> impatient =
        TestProxy.frontend(f -> f.withTimeouts(new FrontendTimeouts(soon, soon, soon)));
    try (RawServer web = RawServer.named("x");
        TestProxy proxy = TestProxy.with(impatient, web)) {
      for (String beginning : new String[] {"", "GET / HT", GET, GET + "GET /"}) {
        for (boolean ends : new boolean[] {false, true}) {
          RawClient attacker = proxy.client().send(beginning);
          attackers.add(attacker);
          if (ends) {
            attacker.socket.shutdownOutput();
          }
        }
      }
      TestProxy.await("all came", () -> proxy.frontend().connections() == attackers.size());
      TestProxy.await("let go", () -> proxy.frontend().currentConnections() == 0);
      assertThat(proxy.get("/")).endsWith("x");
    }
  }

  /** A gigabyte goes to somebody who takes it in steps, between which others are served. */
  @ParameterizedTest
  @EnumSource(FrontendMode.class)
  void shouldHoldLittleOfAGigabyteAndServeOthersMeanwhile(FrontendMode mode) throws Exception {
    AtomicBoolean stop = new AtomicBoolean();
    try (RawServer web =
            new RawServer(
                connection -> {
                  while (!stop.get()) {
                    if (connection.head().startsWith("GET /large ")) {
                      connection.send(lines("HTTP/1.1 200 OK", "Content-Length: " + GIGABYTE));
                      byte[] block = new byte[BLOCK];
                      for (long left = GIGABYTE; left > 0; left -= BLOCK) {
                        connection.out.write(block);
                      }
                    } else {
                      connection.send(lines("HTTP/1.1 200 OK", "Content-Length: 1") + "x");
                    }
                  }
                });
        TestProxy proxy = TestProxy.with(TestProxy.frontend(f -> f.withMode(mode)), web);
        RawClient slow = new RawClient(proxy.address(), 16 * 1024);
        RawClient other = proxy.client()) {
      long before = TestProxy.directBytes();
      slow.send(lines("GET /large HTTP/1.1", "Host: a")).head();
      for (long left = GIGABYTE; left > 0; left -= STEP) {
        take(slow.in(), STEP);
        assertThat(other.send(GET).response()).endsWith("x");
        assertThat(TestProxy.directBytes() - before).isLessThan(LITTLE);
      }
      assertThat(slow.send(GET).response()).endsWith("x");
      stop.set(true);
    }
  }

  private static void take(InputStream in, int bytes) throws IOException {
    byte[] block = new byte[BLOCK];
    for (int left = bytes; left > 0; ) {
      int count = in.read(block, 0, Math.min(left, block.length));
      assertThat(count).isPositive();
      left -= count;
    }
  }
}
