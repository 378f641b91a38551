package io.mainstay.proxy;

import static io.mainstay.proxy.ProxyTest.lines;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an access log needs to know of a session beyond how it ended. */
class SessionRecordTest {
  private static final String GET = lines("GET /a?b HTTP/1.1", "Host: a");

  private final BlockingQueue<SessionRecord> ended = new LinkedBlockingQueue<>();

  private ProxyConfig listening(ProxyConfig config) {
    return config.withSessionListener(ended::add);
  }

  private SessionRecord next() throws InterruptedException {
    @Nullable SessionRecord record = ended.poll(10, TimeUnit.SECONDS);
    return Objects.requireNonNull(record, "no session ended");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET /a?b HTTP/1.1",
        "GET http://a/absolute HTTP/1.1",
        "HEAD / HTTP/1.0",
        "PURGE /own HTTP/1.1"
      })
  void shouldHaveTheRequestLineAsTheClientWroteIt(String line) throws Exception {
    try (RawServer web = RawServer.named("x");
        TestProxy proxy = TestProxy.with(this::listening, web);
        RawClient client = proxy.client()) {
      client.send(lines(line, "Host: a")).head();
      assertThat(next().requestLine()).isEqualTo(line);
    }
  }

  @Test
  void shouldCutLongRequestLines() throws Exception {
    String target = "/" + "x".repeat(2 * SessionRecord.REQUEST_LINE_BYTES);
    try (RawServer web = RawServer.named("x");
        TestProxy proxy = TestProxy.with(this::listening, web);
        RawClient client = proxy.client()) {
      client.send(lines("GET " + target + " HTTP/1.1", "Host: a")).response();
      assertThat(next().requestLine())
          .isEqualTo(("GET " + target).substring(0, SessionRecord.REQUEST_LINE_BYTES));
      client.send(GET).response();
      assertThat(next().requestLine()).isEqualTo("GET /a?b HTTP/1.1");
    }
  }

  @Test
  void shouldTimeAHeadThatComesInPieces() throws Exception {
    try (RawServer web = RawServer.named("x");
        TestProxy proxy = TestProxy.with(this::listening, web);
        RawClient client = proxy.client()) {
      client.send(GET).response();
      SessionRecord whole = next();
      assertThat(whole.requestNanos()).isZero();
      long before = proxy.frontend().bytesIn();
      client.send(GET.substring(0, 9));
      TestProxy.await("the first piece", () -> proxy.frontend().bytesIn() > before);
      long sentNanos = System.nanoTime();
      client.send(GET.substring(9)).response();
      SessionRecord record = next();
      assertThat(record.requestNanos()).isPositive();
      assertThat(record.beganNanos()).isLessThanOrEqualTo(sentNanos);
      assertThat(record.beganNanos()).isGreaterThan(whole.beganNanos());
    }
  }

  @ParameterizedTest
  @EnumSource(FrontendMode.class)
  void shouldTellOfAConnectionOnWhichNothingCame(FrontendMode mode) throws Exception {
    UnaryOperator<ProxyConfig> inMode = TestProxy.frontend(frontend -> frontend.withMode(mode));
    try (RawServer web = RawServer.named("x");
        TestProxy proxy = TestProxy.with(config -> listening(inMode.apply(config)), web)) {
      proxy.client().close();
      SessionRecord record = next();
      assertThat(record.mode()).isEqualTo(mode);
      assertThat(record.bytesIn()).isZero();
      assertThat(record.requestLine()).isEmpty();
      assertThat(record.client()).isNotNull();
      if (mode == FrontendMode.HTTP) {
        assertThat(record.termination().letters()).isEqualTo("CR");
        assertThat(record.requestNanos()).isEqualTo(-1);
        assertThat(proxy.frontend().terminations()).isEmpty();
      }
    }
  }

  @Test
  void shouldNotTellOfTheEndBehindTheLastRequest() throws Exception {
    try (RawServer web = RawServer.named("x");
        TestProxy proxy = TestProxy.with(this::listening, web)) {
      try (RawClient client = proxy.client()) {
        client.send(GET).response();
      }
      assertThat(next().status()).isEqualTo(200);
      TestProxy.await("closed", () -> proxy.frontend().currentConnections() == 0);
      assertThat(ended).isEmpty();
    }
  }

  @Test
  void shouldCountTheBytesOfARequestThatIsRefused() throws Exception {
    String junk = "GET / HTTP/1.1\r\nHost a\r\n\r\n";
    try (RawServer web = RawServer.named("x");
        TestProxy proxy = TestProxy.with(this::listening, web);
        RawClient client = proxy.client()) {
      client.send(junk).response();
      SessionRecord record = next();
      assertThat(record.termination().letters()).isEqualTo("PR");
      assertThat(record.bytesIn()).isEqualTo(junk.length());
      assertThat(record.server()).isNull();
    }
  }

  @Test
  void shouldSayWhatElseGoesOn() throws Exception {
    CountDownLatch free = new CountDownLatch(1);
    try (RawServer web =
            new RawServer(
                connection -> {
                  if (connection.head().contains("/slow")) {
                    free.await();
                  }
                  connection.send(lines("HTTP/1.1 200 OK", "Content-Length: 0"));
                });
        TestProxy proxy = TestProxy.with(this::listening, web);
        RawClient slow = proxy.client();
        RawClient client = proxy.client()) {
      slow.send(lines("GET /slow HTTP/1.1", "Host: a"));
      TestProxy.await("at the server", () -> proxy.server(0).currentRequests() == 1);
      client.send(GET).response();
      assertThat(next().load()).isEqualTo(new SessionLoad(2, 2, 1, 1, 0, 0));
      free.countDown();
      slow.response();
      assertThat(next().load().backendSessions()).isZero();
    } finally {
      free.countDown();
    }
  }

  @Test
  void shouldMakeNoRecordForAFrontendWithoutListener() throws Exception {
    BlockingQueue<String> asked = new LinkedBlockingQueue<>();
    SessionListener nobody =
        new SessionListener() {
          @Override
          public void ended(SessionRecord session) {
            ended.add(session);
          }

          @Override
          public @Nullable SessionListener of(String frontend) {
            asked.add(frontend);
            return null;
          }
        };
    try (RawServer web = RawServer.named("x");
        TestProxy proxy = TestProxy.with(config -> config.withSessionListener(nobody), web)) {
      proxy.get("/");
      assertThat(asked).contains("web");
      TestProxy.await("closed", () -> proxy.frontend().currentConnections() == 0);
      assertThat(ended).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource(FrontendMode.class)
  void shouldSayWhetherTheClientSpokeTls(FrontendMode mode, @TempDir Path folder) throws Exception {
    TestCertificates certificates = new TestCertificates();
    Path file =
        Files.writeString(
            folder.resolve(mode.name().toLowerCase(Locale.ROOT) + ".pem"),
            TestCertificates.pem(certificates.issue("first.example")));
    UnaryOperator<ProxyConfig> tls =
        TestProxy.frontend(
            frontend ->
                frontend
                    .withMode(mode)
                    .withTlsBinds(
                        List.of(new TlsBind(TestProxy.freePort(), TlsTermination.of(file))))
                    .withBinds(List.of()));
    try (RawServer web = RawServer.named("x");
        TestProxy proxy = TestProxy.with(config -> listening(tls.apply(config)), web)) {
      try (TlsTestClient client =
          new TlsTestClient(certificates.context(null), proxy.address(), "first.example")) {
        assertThat(client.get("/1")).endsWith("x");
      }
      assertThat(next().tls()).isTrue();
    }
  }
}
