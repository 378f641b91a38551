package io.mainstay.health.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mainstay.health.CheckCode;
import io.mainstay.health.CheckResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class TlsCheckTest {
  private static final Duration AMPLE = Duration.ofSeconds(30);

  @TempDir private Path folder = Path.of("");
  private final CheckLoop loop = CheckLoop.start();

  @AfterEach
  void closeLoop() {
    loop.close();
  }

  @Test
  void shouldPassATrustedCertificateForTheRightName() throws Exception {
    try (LoopbackServer server = TlsServers.answering("")) {
      CheckResult byAddress = tls(null, TlsServers.certificate(), true, server);
      assertThat(byAddress.code()).as("%s", byAddress).isEqualTo(CheckCode.L6OK);
      assertThat(byAddress.warning()).isEmpty();
      assertThat(tls("app.example", TlsServers.certificate(), true, server).code())
          .isEqualTo(CheckCode.L6OK);
      CheckResult other = tls("other.example", TlsServers.certificate(), true, server);
      assertThat(other.code()).isEqualTo(CheckCode.L6RSP);
      assertThat(other.description()).contains("other.example");
    }
  }

  @Test
  void shouldRefuseAStrangersCertificateUnlessToldNotToLook() throws Exception {
    try (LoopbackServer server = TlsServers.answering("")) {
      CheckResult result = tls(null, null, true, server);
      assertThat(result.code()).isEqualTo(CheckCode.L6RSP);
      assertThat(result.description()).startsWith("TLS handshake: ").contains("certification path");
      assertThat(tls(null, null, false, server).code()).isEqualTo(CheckCode.L6OK);
    }
  }

  @Test
  void shouldWarnOfACertificateThatExpiresSoon() throws Exception {
    try (LoopbackServer server = TlsServers.answering("")) {
      TlsOptions options = new TlsOptions(null, null, false, Duration.ofDays(14));
      assertThat(warning(server, options, Duration.ofDays(15))).isEmpty();
      assertThat(warning(server, options, Duration.ofDays(14)))
          .isEqualTo("the certificate of CN=app.example expires in 14 days");
      assertThat(warning(server, options, Duration.ofHours(5)))
          .isEqualTo("the certificate of CN=app.example expires in 5 hours");
      assertThat(warning(server, options, Duration.ofDays(-3)))
          .isEqualTo("the certificate of CN=app.example expired 3 days ago");
    }
  }

  @Test
  void shouldSayL6rspWhenTheServerSpeaksNoTls() throws Exception {
    try (LoopbackServer server = LoopbackServer.saying("SSH-2.0-OpenSSH\r\n")) {
      CheckResult result = tls(null, null, false, server);
      assertThat(result.code()).isEqualTo(CheckCode.L6RSP);
    }
  }

  @Test
  void shouldSayL6toutWhenTheServerSaysNothing() throws Exception {
    try (LoopbackServer server = new LoopbackServer(LoopbackServer::awaitPeerGone)) {
      CheckResult result =
          check(new TlsOptions(null, null, false, Duration.ZERO))
              .probe(server.target(), Duration.ofMillis(150))
              .toCompletableFuture()
              .get();
      assertThat(result.code()).isEqualTo(CheckCode.L6TOUT);
      assertThat(result.description()).isEqualTo("no TLS handshake within 150 ms");
    }
  }

  @Test
  void shouldAskOverTls() throws Exception {
    try (LoopbackServer server =
        TlsServers.answering(
            "HTTP/1.1 200 OK\r\nContent-Length: 20000\r\n\r\n" + "x".repeat(19_995) + "ready")) {
      HttpCheck check =
          new HttpCheck(
              loop,
              HttpProbeParser.parse(List.of("/", "expect=string ready")),
              new TlsClient(
                  new TlsOptions(null, null, false, Duration.ZERO), InstantSource.system()),
              target -> "");
      CheckResult result = check.probe(server.target(), AMPLE).toCompletableFuture().get();
      assertThat(result.code()).as("%s", result).isEqualTo(CheckCode.L7OK);
      assertThat(result.status()).isEqualTo(200);
    }
  }

  private CheckResult askedForACertificate(TlsOptions options, CheckCertificates certificates)
      throws Exception {
    try (LoopbackServer server =
        TlsServers.askingFor("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")) {
      return http(new TlsClient(options, InstantSource.system(), certificates), server);
    }
  }

  private CheckResult http(TlsClient client, LoopbackServer server) throws Exception {
    return new HttpCheck(loop, HttpProbeParser.parse(List.of("/")), client, target -> "")
        .probe(server.target(), AMPLE)
        .toCompletableFuture()
        .get();
  }

  @Test
  void shouldShowItsCertificateToWhoAsksForOne() throws Exception {
    CheckCertificates.Own own = TlsServers.own();
    TlsOptions showing =
        TlsOptions.split(List.of("verify=none", "certificate=" + TlsServers.certificate())).tls();
    TlsOptions hiding = TlsOptions.split(List.of("verify=none")).tls();

    CheckResult shown = askedForACertificate(showing, file -> own);
    assertThat(shown.code()).as("%s", shown).isEqualTo(CheckCode.L7OK);
    assertThat(askedForACertificate(hiding, file -> own).passed()).isFalse();
  }

  @Test
  void shouldReadItsCertificateAgainWhenTheFileChangesAndKeepItWhenThatFails() throws Exception {
    CheckCertificates.Own own = TlsServers.own();
    Path file = Files.createFile(folder.resolve("own.pem"));
    AtomicInteger reads = new AtomicInteger();
    CheckCertificates reader =
        path -> {
          if (reads.incrementAndGet() == 2) {
            throw new IOException(path + ": half written");
          }
          return own;
        };
    TlsOptions options = new TlsOptions(null, null, file, false, Duration.ZERO);
    TlsClient client = new TlsClient(options, InstantSource.system(), reader);
    try (LoopbackServer server =
        TlsServers.askingFor("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")) {
      assertThat(http(client, server).code()).isEqualTo(CheckCode.L7OK);
      assertThat(reads).hasValue(1);
      Files.setLastModifiedTime(file, FileTime.fromMillis(1_000));
      assertThat(http(client, server).code()).isEqualTo(CheckCode.L7OK);
      assertThat(reads).hasValue(2);
      assertThat(http(client, server).code()).isEqualTo(CheckCode.L7OK);
      assertThat(http(client, server).code()).isEqualTo(CheckCode.L7OK);
      assertThat(reads).hasValue(3);
    }
  }

  @Test
  void shouldSayWhatIsWrong() {
    TlsOptions showing = new TlsOptions(null, null, Path.of("/own.pem"), true, Duration.ZERO);
    assertThatThrownBy(() -> check(showing))
        .hasMessage("/own.pem: checks show no certificates in this application");
    assertThatThrownBy(
            () -> check(new TlsOptions(null, Path.of("/no/ca.pem"), true, Duration.ZERO)))
        .hasMessage("ca=/no/ca.pem is no readable PEM file of certificates: /no/ca.pem");
    assertThatThrownBy(() -> TlsOptions.split(List.of("verify=maybe")))
        .hasMessage("verify is required or none, not 'maybe'");
    assertThatThrownBy(() -> TlsOptions.split(List.of("warn-days=x")))
        .hasMessage("'x' is no number of days for warn-days");
  }

  private TlsCheck check(TlsOptions options) {
    return new TlsCheck(loop, new TlsClient(options, InstantSource.system()));
  }

  private CheckResult tls(
      @Nullable String name, @Nullable Path ca, boolean verified, LoopbackServer server)
      throws Exception {
    return check(new TlsOptions(name, ca, verified, Duration.ofDays(14)))
        .probe(server.target(), AMPLE)
        .toCompletableFuture()
        .get();
  }

  private String warning(LoopbackServer server, TlsOptions options, Duration left)
      throws Exception {
    InstantSource clock = InstantSource.fixed(TlsServers.CERTIFICATE_END.minus(left));
    return new TlsCheck(loop, new TlsClient(options, clock))
        .probe(server.target(), AMPLE)
        .toCompletableFuture()
        .get()
        .warning();
  }
}
