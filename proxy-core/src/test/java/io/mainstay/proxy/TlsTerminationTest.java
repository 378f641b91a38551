package io.mainstay.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class TlsTerminationTest {
  private static TestCertificates certificates;
  private static SSLContext client;

  @TempDir private Path directory = Path.of("");
  private Path first = Path.of("");
  private Path second = Path.of("");

  @BeforeAll
  static void makeAuthority() throws Exception {
    certificates = new TestCertificates();
    client = certificates.context(null);
  }

  @BeforeEach
  void makeCertificates() throws Exception {
    first = write("first.pem", certificates.issue("first.example"));
    second = write("second.pem", certificates.issueRsa("*.wild.example"));
  }

  private Path write(String name, X509Bundle bundle) throws IOException {
    return Files.writeString(directory.resolve(name), TestCertificates.pem(bundle));
  }

  /** As careful programs replace files: readers see the old or the new one. */
  private void replace(Path path, String text) throws IOException {
    Path next = Files.writeString(directory.resolve("next"), text);
    Files.move(next, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private static UnaryOperator<ProxyConfig> tls(TlsTermination tls) {
    return TestProxy.frontend(
        frontend ->
            frontend
                .withTlsBinds(List.of(new TlsBind(TestProxy.freePort(), tls)))
                .withBinds(List.of()));
  }

  private static TlsTestClient connect(TestProxy proxy, String name) throws IOException {
    return new TlsTestClient(client, proxy.address(), name);
  }

  private static String shown(TestProxy proxy, String name) throws IOException {
    try (TlsTestClient connected = connect(proxy, name)) {
      return connected.shown().getSubjectX500Principal().getName();
    }
  }

  @ParameterizedTest
  @CsvSource({"EPOLL,TLSv1.2", "EPOLL,TLSv1.3", "NIO,TLSv1.2", "NIO,TLSv1.3", "IO_URING,TLSv1.3"})
  void shouldServeRequestsOverTls(TransportKind kind, String protocol) throws IOException {
    TestProxy.assumeWorks(kind);
    try (RawServer web = RawServer.named("web");
        TestProxy proxy =
            TestProxy.with(
                config -> tls(TlsTermination.of(first)).apply(config).withTransport(kind), web);
        TlsTestClient connected =
            new TlsTestClient(client, proxy.address(), "first.example", protocol)) {
      assertThat(connected.get("/1")).endsWith("\r\n\r\nweb");
      assertThat(connected.get("/2")).endsWith("\r\n\r\nweb");
      assertThat(connected.socket.getSession().getProtocol()).isEqualTo(protocol);
      assertThat(connected.socket.getApplicationProtocol()).isEqualTo("http/1.1");
      assertThat(web.heads.get(0)).contains("\r\nX-Forwarded-Proto: https\r\n");
      assertThat(connected.send("GET /3 HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n").rest())
          .endsWith("\r\n\r\nweb");
      assertThat(proxy.frontend().requests()).isEqualTo(3);
    }
  }

  @Test
  void shouldServeRequestsWithTheJdksTls() throws IOException {
    System.setProperty("io.mainstay.proxy.tls", "jdk");
    try {
      shouldServeRequestsOverTls(TransportKind.NIO, "TLSv1.3");
      shouldPassOnLargeBodies(TransportKind.NIO);
    } finally {
      System.clearProperty("io.mainstay.proxy.tls");
    }
  }

  @ParameterizedTest
  @EnumSource(names = "AUTO", mode = EnumSource.Mode.EXCLUDE)
  void shouldPassOnLargeBodies(TransportKind kind) throws IOException {
    TestProxy.assumeWorks(kind);
    String body = "0123456789abcdef".repeat(1 << 16);
    try (RawServer web =
            new RawServer(
                connection -> {
                  while (true) {
                    connection.head();
                    connection.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
                    byte[] received = connection.in.readNBytes(body.length());
                    connection.send(Integer.toHexString(received.length) + "\r\n");
                    connection.out.write(received);
                    connection.send("\r\n0\r\n\r\n");
                  }
                });
        TestProxy proxy =
            TestProxy.with(
                config -> tls(TlsTermination.of(first)).apply(config).withTransport(kind), web);
        TlsTestClient connected = connect(proxy, "first.example")) {
      String request =
          "POST / HTTP/1.0\r\nHost: a\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
      assertThat(connected.send(request).rest()).endsWith("\r\n\r\n" + body);
    }
  }

  @Test
  void shouldChooseTheCertificateByTheNameAskedFor() throws IOException {
    try (RawServer web = RawServer.named("web");
        TestProxy proxy = TestProxy.with(tls(TlsTermination.of(first, second)), web)) {
      assertThat(shown(proxy, "first.example")).isEqualTo("CN=first.example");
      assertThat(shown(proxy, "ANY.wild.example")).isEqualTo("CN=*.wild.example");
      assertThat(shown(proxy, "deep.any.wild.example")).isEqualTo("CN=first.example");
      assertThat(shown(proxy, "other.example")).isEqualTo("CN=first.example");
      assertThat(shown(proxy, "")).isEqualTo("CN=first.example");
    }
  }

  @Test
  void shouldRefuseOtherNamesWhenTheyMustBeHere() throws IOException {
    try (RawServer web = RawServer.named("web");
        TestProxy proxy = TestProxy.with(tls(TlsTermination.of(first).withStrictSni(true)), web)) {
      assertThat(shown(proxy, "first.example")).isEqualTo("CN=first.example");
      assertThatThrownBy(() -> shown(proxy, "other.example"))
          .hasMessageContaining("unrecognized_name");
      TestProxy.await("counted", () -> proxy.frontend().refusedRequests() == 1);
    }
  }

  @Test
  void shouldAskClientsForACertificate() throws Exception {
    Path authority = certificates.authority(directory);
    SSLContext known = certificates.context(certificates.issue("client"));
    SSLContext stranger = certificates.context(new TestCertificates().issue("client"));
    TlsTermination required =
        TlsTermination.of(first).withClientCertificates(ClientCertificates.REQUIRED, authority);
    try (RawServer web = RawServer.named("web");
        TestProxy proxy = TestProxy.with(tls(required), web)) {
      assertThat(get(known, proxy)).endsWith("web");
      assertThatThrownBy(() -> get(client, proxy)).isInstanceOf(IOException.class);
      assertThatThrownBy(() -> get(stranger, proxy)).isInstanceOf(IOException.class);
    }
    TlsTermination optional =
        TlsTermination.of(first).withClientCertificates(ClientCertificates.OPTIONAL, authority);
    try (RawServer web = RawServer.named("web");
        TestProxy proxy = TestProxy.with(tls(optional), web)) {
      assertThat(get(known, proxy)).endsWith("web");
      assertThat(get(client, proxy)).endsWith("web");
    }
  }

  private static String get(SSLContext context, TestProxy proxy) throws IOException {
    try (TlsTestClient connected = new TlsTestClient(context, proxy.address(), "first.example")) {
      return connected.get("/");
    }
  }

  @Test
  void shouldCloseAConnectionWhoseHandshakeTakesTooLong() throws IOException {
    TlsTermination hasty = TlsTermination.of(first).withHandshakeTimeout(Duration.ofMillis(100));
    try (RawServer web = RawServer.named("web");
        TestProxy proxy = TestProxy.with(tls(hasty), web);
        RawClient silent = new RawClient(proxy.address())) {
      silent.send("\u0016\u0003\u0001");
      assertThat(silent.closed()).isTrue();
      TestProxy.await("counted", () -> proxy.frontend().refusedRequests() == 1);
    }
  }

  @Test
  void shouldCloseAConnectionThatSpeaksNoTls() throws IOException {
    try (RawServer web = RawServer.named("web");
        TestProxy proxy = TestProxy.with(tls(TlsTermination.of(first)), web);
        RawClient plain = new RawClient(proxy.address())) {
      plain.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
      assertThat(plain.closed()).isTrue();
    }
  }

  @Test
  void shouldShowTheNewCertificateWithoutDroppingAConnection() throws Exception {
    try (RawServer web = RawServer.named("web");
        TestProxy proxy = TestProxy.with(tls(TlsTermination.of(first)), web);
        TlsTestClient kept = connect(proxy, "")) {
      assertThat(kept.get("/")).endsWith("web");
      replace(first, "nothing");
      replace(first, TestCertificates.pem(certificates.issue("renewed.example")));
      TestProxy.await("renewed", () -> shows(proxy, "CN=renewed.example"));
      assertThat(kept.get("/")).endsWith("web");
    }
  }

  private static boolean shows(TestProxy proxy, String subject) {
    try {
      return shown(proxy, "").equals(subject);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void shouldRefuseToStartWithACertificateThatCannotBeUsed() throws Exception {
    Path expired = write("expired.pem", certificates.issueExpired("first.example"));
    assertThatThrownBy(() -> TestProxy.with(tls(TlsTermination.of(expired))))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("frontend web: " + expired + ": its certificate expired on ");
    TlsPolicy policy =
        new TlsPolicy(TlsVersion.TLS_1_2, TlsVersion.TLS_1_2, List.of("TLS_FANTASY"));
    assertThatThrownBy(() -> TestProxy.with(tls(TlsTermination.of(first).withPolicy(policy))))
        .hasMessageContaining("there is no cipher 'TLS_FANTASY'");
  }

  @Test
  void shouldEndTlsInTcpModeToo() throws IOException {
    try (RawServer web =
            new RawServer(
                connection -> {
                  byte[] asked = connection.in.readNBytes(4);
                  connection.send("hello " + new String(asked, StandardCharsets.US_ASCII));
                });
        TestProxy proxy =
            TestProxy.with(
                config ->
                    TestProxy.frontend(frontend -> frontend.withMode(FrontendMode.TCP))
                        .apply(tls(TlsTermination.of(first)).apply(config)),
                web)) {
      try (TlsTestClient connected = connect(proxy, "first.example")) {
        assertThat(connected.send("ping").rest()).isEqualTo("hello ping");
      }
      TestProxy.await("ended", () -> proxy.frontend().currentConnections() == 0);
    }
  }

  @Test
  void shouldCountConnectionsInTheirHandshake() throws IOException {
    ProxyLimits defaults = ProxyLimits.defaults();
    ProxyLimits one = new ProxyLimits(defaults.http(), 1, 8, defaults.receiveBufferBytes());
    try (RawServer web = RawServer.named("web");
        TestProxy proxy =
            TestProxy.with(
                config ->
                    tls(TlsTermination.of(first)).apply(config).withLimits(one).withEventLoops(1),
                web);
        Socket silent = new Socket(proxy.address().getAddress(), proxy.address().getPort())) {
      assertThat(silent.isConnected()).isTrue();
      try (RawClient next = new RawClient(proxy.address())) {
        assertThat(next.closed()).isTrue();
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"'',CLOSED", "GET / HTTP/1.1,REFUSED", "'',LATE"})
  void shouldTellTheListenerOfHandshakesThatFail(String said, FailedHandshake.Cause cause)
      throws Exception {
    BlockingQueue<FailedHandshake> failed = new LinkedBlockingQueue<>();
    SessionListener listener =
        new SessionListener() {
          @Override
          public void ended(SessionRecord session) {}

          @Override
          public void handshakeFailed(FailedHandshake handshake) {
            failed.add(handshake);
          }
        };
    Duration limit =
        cause == FailedHandshake.Cause.LATE ? Duration.ofMillis(100) : Duration.ofMinutes(1);
    UnaryOperator<ProxyConfig> tls =
        TestProxy.frontend(
            frontend ->
                frontend
                    .withTlsBinds(
                        List.of(
                            new TlsBind(
                                TestProxy.freePort(),
                                TlsTermination.of(first).withHandshakeTimeout(limit),
                                "https")))
                    .withBinds(List.of()));
    try (RawServer web = RawServer.named("web");
        TestProxy proxy =
            TestProxy.with(config -> tls.apply(config).withSessionListener(listener), web)) {
      RawClient client = proxy.client();
      client.send(said);
      if (cause == FailedHandshake.Cause.CLOSED) {
        client.close();
      }
      FailedHandshake told = failed.poll(20, TimeUnit.SECONDS);
      assertThat(told).isNotNull();
      assertThat(told.cause()).isEqualTo(cause);
      assertThat(told.frontend() + "/" + told.bind()).isEqualTo("web/https");
      assertThat(told.client()).isNotNull();
      assertThat(told.detail()).isNotEmpty();
      client.close();
    }
    assertThat(failed).isEmpty();
  }
}
