package io.mainstay.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** TLS as curl and openssl speak it. */
@Tag("root")
class TlsPeersRootTest {
  @TempDir private static Path directory = Path.of("");
  private static Path authority = Path.of("");
  private static Path shop = Path.of("");
  private static Path other = Path.of("");
  private static Path client = Path.of("");
  private static Path expired = Path.of("");

  @BeforeAll
  static void makeCertificates() throws Exception {
    TestCertificates certificates = new TestCertificates();
    authority = certificates.authority(directory);
    shop = write("shop.pem", certificates.issue("shop.example"));
    other = write("other.pem", certificates.issueRsa("other.example"));
    client = write("client.pem", certificates.issue("client"));
    expired = write("expired.pem", certificates.issueExpired("old.example", "localhost"));
  }

  private static Path write(String name, X509Bundle bundle) throws IOException {
    return Files.writeString(directory.resolve(name), TestCertificates.pem(bundle));
  }

  private static UnaryOperator<ProxyConfig> tls(TlsTermination tls) {
    return TestProxy.frontend(
        frontend ->
            frontend
                .withTlsBinds(List.of(new TlsBind(TestProxy.freePort(), tls)))
                .withBinds(List.of()));
  }

  /** What a command says, on both outputs. */
  private static String run(String... words) throws IOException, InterruptedException {
    Path output = Files.createTempFile(directory, "command", ".log");
    Process process =
        new ProcessBuilder(words)
            .redirectErrorStream(true)
            .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
            .redirectOutput(output.toFile())
            .start();
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).as("%s ends", List.of(words)).isTrue();
    return Files.readString(output);
  }

  private static String curl(TestProxy proxy, String name, String... options)
      throws IOException, InterruptedException {
    int port = proxy.address().getPort();
    List<String> words =
        new ArrayList<>(
            List.of(
                "curl",
                "-sS",
                "--http1.1",
                "--max-time",
                "10",
                "--cacert",
                authority.toString(),
                "--resolve",
                name + ":" + port + ":127.0.0.1"));
    words.addAll(List.of(options));
    words.add("https://" + name + ":" + port + "/");
    return run(words.toArray(String[]::new));
  }

  private static String openssl(TestProxy proxy, String... options)
      throws IOException, InterruptedException {
    List<String> words =
        new ArrayList<>(
            List.of(
                "openssl",
                "s_client",
                "-CAfile",
                authority.toString(),
                "-connect",
                "127.0.0.1:" + proxy.address().getPort()));
    words.addAll(List.of(options));
    return run(words.toArray(String[]::new));
  }

  @Test
  void shouldServeCurlByTheNameInItsAddress() throws Exception {
    try (RawServer web = RawServer.named("web");
        TestProxy proxy = TestProxy.with(tls(TlsTermination.of(shop, other)), web)) {
      assertThat(curl(proxy, "shop.example")).isEqualTo("web");
      assertThat(curl(proxy, "other.example", "--tls-max", "1.2")).isEqualTo("web");
      assertThat(curl(proxy, "else.example")).contains("SSL: no alternative certificate subject");
      assertThat(openssl(proxy, "-servername", "other.example"))
          .contains("subject=CN = other.example")
          .contains("Verify return code: 0 (ok)");
      assertThat(openssl(proxy, "-tls1_1")).contains("alert protocol version");
    }
  }

  @Test
  void shouldAskForACertificateOfClients() throws Exception {
    TlsTermination required =
        TlsTermination.of(shop).withClientCertificates(ClientCertificates.REQUIRED, authority);
    try (RawServer web = RawServer.named("web");
        TestProxy proxy = TestProxy.with(tls(required), web)) {
      assertThat(curl(proxy, "shop.example", "--cert", client.toString())).isEqualTo("web");
      assertThat(curl(proxy, "shop.example")).contains("certificate required");
      assertThat(openssl(proxy)).contains("Acceptable client certificate CA names");
    }
  }

  @Test
  void shouldResumeSessions() throws Exception {
    try (RawServer web = RawServer.named("web");
        TestProxy proxy = TestProxy.with(tls(TlsTermination.of(shop)), web)) {
      assertThat(openssl(proxy, "-reconnect", "-tls1_2")).contains("Reused, TLSv1.2");
      Path session = directory.resolve("session");
      Path request = Files.writeString(directory.resolve("request"), "GET / HTTP/1.0\r\n\r\n");
      String command =
          "openssl s_client -ign_eof -tls1_3 -CAfile %s -connect 127.0.0.1:%d -sess_%s %s < %s 2>&1";
      int port = proxy.address().getPort();
      String first = String.format(Locale.ROOT, command, authority, port, "out", session, request);
      String again = String.format(Locale.ROOT, command, authority, port, "in", session, request);
      assertThat(run("sh", "-c", first)).contains("New, TLSv1.3");
      assertThat(run("sh", "-c", again)).contains("Reused, TLSv1.3");
    }
  }

  @Test
  void shouldRefuseAServerWhoseCertificateExpired() throws Exception {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    Process openssl =
        new ProcessBuilder(
                "openssl",
                "s_server",
                "-www",
                "-accept",
                "127.0.0.1:" + port,
                "-cert",
                expired.toString(),
                "-key",
                expired.toString())
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("s_server.log").toFile())
            .start();
    try {
      Server old = Server.of("old", Loopback.of(port));
      TestProxy.await(
          "listens", () -> status(old.withTls(TlsToServer.unverified())).contains(" 200 "));
      assertThat(status(old.withTls(TlsToServer.verified(authority)))).contains(" 503 ");
    } finally {
      openssl.destroy();
    }
  }

  /** The first line of the answer to one request. */
  private static String status(Server server) {
    try (Proxy proxy = Proxy.start(TestProxy.config(server));
        RawClient asking = new RawClient(proxy.localAddresses("web").get(0))) {
      return asking.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n").head();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
