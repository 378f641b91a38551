package io.mainstay.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TlsToServerTest {
  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nweb";

  private static TestCertificates certificates;

  @TempDir private Path directory = Path.of("");
  private Path authority = Path.of("");

  @BeforeAll
  static void makeAuthority() throws Exception {
    certificates = new TestCertificates();
  }

  @BeforeEach
  void writeAuthority() throws IOException {
    authority = certificates.authority(directory);
  }

  private static RawServer server(X509Bundle shown, RawServer.Script script) throws Exception {
    SSLContext context = certificates.context(shown);
    return new RawServer(
        context.getServerSocketFactory().createServerSocket(0, 16, loopback()), script);
  }

  private static InetAddress loopback() {
    return InetAddress.getLoopbackAddress();
  }

  private static RawServer answering(X509Bundle shown) throws Exception {
    return server(
        shown,
        connection -> {
          while (true) {
            connection.head();
            connection.send(OK);
          }
        });
  }

  private static UnaryOperator<ProxyConfig> over(TlsToServer tls) {
    return TestProxy.backend(
        backend ->
            backend
                .withRetry(new RetryPolicy(0, java.util.Set.of(), RetryPolicy.Redispatch.NEVER))
                .withServers(
                    backend.servers().stream().map(server -> server.withTls(tls)).toList()));
  }

  private static String get(TlsToServer tls, RawServer web) throws IOException {
    try (TestProxy proxy = TestProxy.with(over(tls), web)) {
      return proxy.get("/").lines().findFirst().orElse("");
    }
  }

  @ParameterizedTest
  @EnumSource(names = "AUTO", mode = EnumSource.Mode.EXCLUDE)
  void shouldAskAServerThatItVerifies(TransportKind kind) throws Exception {
    TestProxy.assumeWorks(kind);
    try (RawServer web = answering(certificates.issue("web.example", "localhost"));
        TestProxy proxy =
            TestProxy.with(
                config -> over(TlsToServer.verified(authority)).apply(config).withTransport(kind),
                web);
        RawClient client = proxy.client()) {
      for (int i = 0; i < 3; i++) {
        assertThat(client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n").response()).endsWith("web");
      }
      assertThat(web.connections.get()).isEqualTo(1);
    }
  }

  @Test
  void shouldVerifyTheNameThatItAsksFor() throws Exception {
    try (RawServer web = answering(certificates.issue("web.example", "localhost"))) {
      TlsToServer verified = TlsToServer.verified(authority);
      assertThat(get(verified.withServerName("web.example"), web)).isEqualTo("HTTP/1.1 200 OK");
      assertThat(get(verified.withServerName("other.example"), web))
          .isEqualTo("HTTP/1.1 503 Service Unavailable");
    }
  }

  @Test
  void shouldRefuseAServerWhoseCertificateExpired() throws Exception {
    try (RawServer web = answering(certificates.issueExpired("web.example", "localhost"))) {
      assertThat(get(TlsToServer.verified(authority), web))
          .isEqualTo("HTTP/1.1 503 Service Unavailable");
      assertThat(get(TlsToServer.unverified(), web)).isEqualTo("HTTP/1.1 200 OK");
    }
  }

  @Test
  void shouldRefuseAServerOfAnUnknownAuthority() throws Exception {
    X509Bundle stranger = new TestCertificates().issue("web.example", "localhost");
    try (RawServer web = answering(stranger)) {
      assertThat(get(TlsToServer.verified(authority), web))
          .isEqualTo("HTTP/1.1 503 Service Unavailable");
      assertThat(get(TlsToServer.verified(null), web))
          .isEqualTo("HTTP/1.1 503 Service Unavailable");
      assertThat(get(TlsToServer.unverified(), web)).isEqualTo("HTTP/1.1 200 OK");
    }
  }

  @Test
  void shouldAnswer503WhenTheServerSpeaksNoTls() throws Exception {
    try (RawServer web = new RawServer(connection -> connection.send("220 hello\r\n"))) {
      assertThat(get(TlsToServer.unverified(), web)).isEqualTo("HTTP/1.1 503 Service Unavailable");
    }
  }

  @Test
  void shouldNotTakeAnEndWithoutAGoodbyeForTheEndOfABody() throws Exception {
    SSLContext context = certificates.context(certificates.issue("web.example", "localhost"));
    ServerSocket plain = new ServerSocket(0, 16, loopback());
    try (RawServer web =
            new RawServer(
                plain,
                connection -> {
                  Socket tls =
                      context
                          .getSocketFactory()
                          .createSocket(connection.socket, (InputStream) null, false);
                  RawServer.Connection inner = new RawServer.Connection(tls, 1);
                  inner.head();
                  inner.send("HTTP/1.1 200 OK\r\n\r\nnot all of i");
                  connection.socket.shutdownOutput();
                });
        TestProxy proxy = TestProxy.with(over(TlsToServer.verified(authority)), web);
        RawClient client = proxy.client()) {
      String answer = client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n").rest();
      assertThat(answer).contains("not all of i").doesNotEndWith("\r\n0\r\n\r\n");
    }
  }

  @Test
  void shouldShowACertificateThatTheServerAsksFor() throws Exception {
    Path own =
        Files.writeString(
            directory.resolve("own.pem"),
            TestCertificates.pem(certificates.issue("proxy.example")));
    SSLContext context = certificates.context(certificates.issue("web.example", "localhost"));
    ServerSocket listener = context.getServerSocketFactory().createServerSocket(0, 16, loopback());
    ((javax.net.ssl.SSLServerSocket) listener).setNeedClientAuth(true);
    try (RawServer web =
        new RawServer(
            listener,
            connection -> {
              connection.head();
              connection.send(OK);
            })) {
      TlsToServer verified = TlsToServer.verified(authority);
      assertThat(get(verified.withCertificate(own), web)).isEqualTo("HTTP/1.1 200 OK");
    }
  }

  @Test
  void shouldRouteTlsThatPassesThroughByItsName() throws Exception {
    try (RawServer shop = answering(certificates.issue("shop.example"));
        RawServer other = answering(certificates.issue("other.example"));
        Proxy proxy =
            Proxy.start(
                new ProxyConfig(
                    List.of(
                        Frontend.of("web", TestProxy.freePort(), "other")
                            .withMode(FrontendMode.TCP)
                            .withSniBackends(
                                java.util.Map.of(
                                    "shop.example", "shop", "*.shop.example", "shop"))),
                    List.of(
                        Backend.of("shop", Server.of("s", shop.address())),
                        Backend.of("other", Server.of("o", other.address()))),
                    ProxyLimits.defaults(),
                    2,
                    TransportKind.AUTO,
                    java.util.Set.of()))) {
      InetSocketAddress address = proxy.localAddresses("web").get(0);
      assertThat(shown(address, "shop.example")).isEqualTo("CN=shop.example");
      assertThat(shown(address, "www.shop.example")).isEqualTo("CN=shop.example");
      assertThat(shown(address, "else.example")).isEqualTo("CN=other.example");
      assertThat(shown(address, "")).isEqualTo("CN=other.example");
      try (RawClient plain = new RawClient(address)) {
        assertThat(plain.send("GET / HTTP/1.1\r\n").closed()).isTrue();
      }
      TestProxy.await(
          "refused", () -> proxy.snapshot().frontends().get(0).terminations().containsKey("PR"));
    }
  }

  private static String shown(InetSocketAddress address, String name) throws Exception {
    try (TlsTestClient client = new TlsTestClient(certificates.context(null), address, name)) {
      assertThat(client.get("/")).endsWith("web");
      return client.shown().getSubjectX500Principal().getName();
    }
  }
}
