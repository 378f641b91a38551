package io.mainstay.proxy;

import static io.mainstay.proxy.ProxyTest.lines;
import static org.assertj.core.api.Assertions.assertThat;

import io.mainstay.proxy.stats.StatsColumn;
import io.mainstay.proxy.stats.StatsRow;
import io.mainstay.proxy.stats.StatsTable;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StatisticsTest {
  private static final String GET = lines("GET / HTTP/1.1", "Host: a");
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(30);

  private final BlockingQueue<SessionRecord> ended = new LinkedBlockingQueue<>();

  private ProxyConfig listening(ProxyConfig config) {
    return config.withSessionListener(ended::add);
  }

  private SessionRecord next() throws InterruptedException {
    return Objects.requireNonNull(ended.poll(10, TimeUnit.SECONDS), "a session that ended");
  }

  @Test
  void shouldTimeThePhasesOfARequest() throws Exception {
    try (RawServer web =
            new RawServer(
                connection -> {
                  while (true) {
                    connection.head();
                    new CountDownLatch(1).await(PAUSE_NANOS, TimeUnit.NANOSECONDS);
                    connection.send(lines("HTTP/1.1 200 OK", "Content-Length: 2"));
                    new CountDownLatch(1).await(PAUSE_NANOS, TimeUnit.NANOSECONDS);
                    connection.send("ok");
                  }
                });
        TestProxy proxy = TestProxy.with(this::listening, web);
        RawClient client = proxy.client()) {
      client.send(GET).response();
      SessionRecord fresh = next();
      client.send(GET).response();
      SessionRecord kept = next();
      assertThat(fresh.connectNanos()).isPositive();
      assertThat(kept.connectNanos()).isZero();
      for (SessionRecord record : new SessionRecord[] {fresh, kept}) {
        assertThat(record.queueNanos()).isZero();
        assertThat(record.responseNanos()).isGreaterThanOrEqualTo(PAUSE_NANOS);
        // A proxy that reads the head late has read it in the second pause already.
        assertThat(record.totalNanos())
            .isGreaterThanOrEqualTo(2 * PAUSE_NANOS)
            .isGreaterThanOrEqualTo(
                record.queueNanos() + record.connectNanos() + record.responseNanos());
      }
      for (ActivitySnapshot activity : activities(proxy)) {
        assertThat(activity.connectTime().count()).isEqualTo(1);
        assertThat(activity.firstByteTime().count()).isEqualTo(2);
        assertThat(activity.firstByteTime().p50Micros())
            .isGreaterThanOrEqualTo(TimeUnit.NANOSECONDS.toMicros(PAUSE_NANOS) * 99 / 100);
        assertThat(activity.totalTime().count()).isEqualTo(2);
        assertThat(activity.totalTime().buckets().stream().mapToLong(Long::longValue).sum())
            .isEqualTo(2);
        assertThat(activity.secondsSinceLast()).isNotNegative();
        assertThat(activity.mostSessions()).isEqualTo(1);
        assertThat(activity.mostPerSecond()).isPositive();
      }
    }
  }

  @Test
  void shouldCountAServerThatBreaksOffInTcpModeAsAnErrorOfItsAnswer() throws Exception {
    try (RawServer web =
            new RawServer(
                connection -> {
                  connection.in.read();
                  connection.socket.setSoLinger(true, 0);
                });
        TestProxy proxy =
            TestProxy.with(
                config ->
                    listening(
                        TestProxy.frontend(frontend -> frontend.withMode(FrontendMode.TCP))
                            .apply(config)),
                web);
        RawClient client = proxy.client().send("x")) {
      assertThat(client.closed()).isTrue();
      assertThat(next().termination().letters()).isEqualTo("SD");
      assertThat(proxy.server(0).responseErrors()).isEqualTo(1);
      assertThat(proxy.proxy.snapshot().backends().get(0).responseErrors()).isEqualTo(1);
    }
  }

  @Test
  void shouldCountSessionsOfAServerThatRefusesThem() throws Exception {
    RawServer web = RawServer.named("x");
    web.close();
    try (TestProxy proxy = TestProxy.with(this::listening, web)) {
      assertThat(proxy.get("/")).startsWith("HTTP/1.1 503 ");
      next();
      ServerSnapshot server = proxy.server(0);
      assertThat(server.currentSessions()).isZero();
      assertThat(server.activity().mostSessions()).isEqualTo(1);
      assertThat(server.activity().secondsSinceLast()).isNotNegative();
    }
  }

  @ParameterizedTest
  @CsvSource({"FIRST, 3", "ALL, 8"})
  void shouldWeighABackendByThoseWhoGetItsRequests(Backups backups, String weight)
      throws Exception {
    try (RawServer web = RawServer.named("x");
        TestProxy proxy =
            TestProxy.with(
                TestProxy.backend(
                    backend ->
                        backend
                            .withBackups(backups)
                            .withServers(
                                List.of(
                                    new Server("away", web.address(), 7)
                                        .withAdmin(ServerAdmin.MAINT),
                                    new Server("first", web.address(), 3)
                                        .withRole(ServerRole.BACKUP),
                                    new Server("second", web.address(), 5)
                                        .withRole(ServerRole.BACKUP)))),
                web)) {
      List<StatsRow> rows = StatsTable.of(proxy.proxy.snapshot());
      StatsRow backend = rows.get(rows.size() - 1);
      assertThat(backend.get(StatsColumn.SVNAME)).isEqualTo("BACKEND");
      assertThat(backend.get(StatsColumn.WEIGHT)).isEqualTo(weight);
      assertThat(backend.get(StatsColumn.UWEIGHT)).isEqualTo(weight);
      assertThat(backend.get(StatsColumn.BCK)).isEqualTo("2");
    }
  }

  /** As HAProxy writes it. */
  @Test
  void shouldShowAnIpv6AddressInItsShortForm() throws Exception {
    Server far = Server.of("far", new InetSocketAddress("2001:db8:0:0:0:0:0:1", 80));
    try (TestProxy proxy =
        TestProxy.with(TestProxy.backend(backend -> backend.withServers(List.of(far))))) {
      assertThat(StatsTable.of(proxy.proxy.snapshot()))
          .extracting(row -> row.get(StatsColumn.ADDR))
          .contains("[2001:db8::1]:80");
    }
  }

  /** Event loops that each saw one at a time did not see as many at once as there are loops. */
  @Test
  void shouldCountTheMostOfAllEventLoopsTogetherAtAServerWithALimit() throws Exception {
    try (RawServer web = RawServer.named("x");
        TestProxy proxy =
            TestProxy.with(
                config ->
                    TestProxy.backend(
                            backend ->
                                backend.withServers(
                                    List.of(backend.servers().get(0).withMaxConn(9))))
                        .apply(config)
                        .withEventLoops(4)
                        .withSessionListener(ended::add),
                web)) {
      for (int i = 0; i < 12; i++) {
        proxy.get("/");
        next();
      }
      assertThat(proxy.server(0).activity().mostSessions()).isEqualTo(1);
    }
  }

  /** Event loops that each saw one did not see as many at once as there are loops. */
  @Test
  void shouldNeverTellOfMoreConnectionsAtATimeThanThereWereOrMayBe() throws Exception {
    try (RawServer web = RawServer.named("x");
        TestProxy proxy =
            TestProxy.with(
                config ->
                    config.withEventLoops(4).withLimits(config.limits().withMaxConnections(2)),
                web)) {
      for (int i = 0; i < 12; i++) {
        proxy.get("/");
        TestProxy.await("closed", () -> proxy.frontend().currentConnections() == 0);
      }
      assertThat(proxy.frontend().rates().mostConnections()).isEqualTo(1);
      try (RawClient one = proxy.client();
          RawClient two = proxy.client()) {
        one.send(GET).response();
        two.send(GET).response();
        for (int i = 0; i < 8; i++) {
          try (RawClient tooMany = proxy.client()) {
            assertThat(tooMany.closed()).isTrue();
          }
        }
      }
      assertThat(proxy.frontend().rates().mostConnections()).isEqualTo(2);
      assertThat(proxy.frontend().refusals().connections()).isEqualTo(8);
    }
  }

  private static ActivitySnapshot[] activities(TestProxy proxy) {
    BackendSnapshot backend = proxy.proxy.snapshot().backends().get(0);
    return new ActivitySnapshot[] {backend.activity(), backend.servers().get(0).activity()};
  }

  @Test
  void shouldSayThatPhasesWereNotReached() throws Exception {
    try (TestProxy proxy = TestProxy.with(this::listening)) {
      proxy.get("/");
      SessionRecord record = next();
      assertThat(record.status()).isEqualTo(503);
      assertThat(record.queueNanos()).isEqualTo(-1);
      assertThat(record.connectNanos()).isEqualTo(-1);
      assertThat(record.responseNanos()).isEqualTo(-1);
      assertThat(proxy.proxy.snapshot().backends().get(0).activity().secondsSinceLast())
          .isNotNegative();
    }
  }

  @Test
  void shouldCountBytesBothWays() throws Exception {
    try (RawServer web = RawServer.named("x");
        TestProxy proxy = TestProxy.with(this::listening, web);
        RawClient client = proxy.client()) {
      String post = lines("POST / HTTP/1.1", "Host: a", "Content-Length: 5") + "hello";
      String answer = client.send(post + GET).response();
      client.response();
      SessionRecord first = next();
      SessionRecord second = next();
      assertThat(first.bytesIn()).isEqualTo(post.length());
      assertThat(first.bytesOut()).isEqualTo(answer.length());
      assertThat(second.bytesIn()).isEqualTo(GET.length());
      for (ActivitySnapshot activity : activities(proxy)) {
        assertThat(activity.bytesIn()).isEqualTo(post.length() + GET.length());
        assertThat(activity.bytesOut()).isEqualTo(first.bytesOut() + second.bytesOut());
      }
      assertThat(proxy.frontend().bytesIn()).isEqualTo(post.length() + GET.length());
    }
  }

  @Test
  void shouldCountAbortsOfEitherSideAndRedispatches() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    try (RawServer web =
            new RawServer(
                connection -> {
                  if (connection.head().startsWith("GET /cut ")) {
                    connection.send(lines("HTTP/1.1 200 OK", "Content-Length: 9") + "half");
                  } else {
                    never.await();
                  }
                });
        TestProxy proxy = TestProxy.with(this::listening, web)) {
      try (RawClient client = proxy.client()) {
        client.send(lines("GET /cut HTTP/1.1", "Host: a")).rest();
      }
      assertThat(next().termination().letters()).isEqualTo("SD");
      try (RawClient client = proxy.client()) {
        client.send(GET);
        TestProxy.await("at the server", () -> proxy.server(0).currentRequests() == 1);
        client.socket.setSoLinger(true, 0);
      }
      assertThat(next().termination().letters()).isEqualTo("CH");
      for (ActivitySnapshot activity : activities(proxy)) {
        assertThat(activity.serverAborts()).isEqualTo(1);
        assertThat(activity.clientAborts()).isEqualTo(1);
        assertThat(activity.redispatches()).isZero();
      }
      // The one who left has no answer.
      for (ResponseCounts responses :
          List.of(
              proxy.frontend().responses(), proxy.proxy.snapshot().backends().get(0).responses())) {
        assertThat(responses.successful()).isEqualTo(1);
        assertThat(responses.other()).isEqualTo(1);
      }
      RateSnapshot rates = proxy.frontend().rates();
      assertThat(rates.mostConnections()).isBetween(1L, 2L);
      assertThat(rates.connectionLimit()).isEqualTo(20_000);
      assertThat(rates.mostConnectionsPerSecond()).isPositive();
      assertThat(rates.mostRequestsPerSecond()).isPositive();
    } finally {
      never.countDown();
    }
  }
}
