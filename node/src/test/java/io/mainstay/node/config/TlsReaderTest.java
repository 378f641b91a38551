package io.mainstay.node.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.mainstay.health.CheckSpec;
import io.mainstay.proxy.ClientCertificates;
import io.mainstay.proxy.Frontend;
import io.mainstay.proxy.TlsPolicy;
import io.mainstay.proxy.TlsTermination;
import io.mainstay.proxy.TlsToServer;
import io.mainstay.proxy.TlsVersion;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsReaderTest {
  @TempDir private static Path directory = Path.of("");
  private static String bundle = "";
  private static String lonely = "";

  private final NodeConfigReader reader = new NodeConfigReader(InetAddress::getByName);

  @BeforeAll
  static void makeCertificates() throws Exception {
    X509Bundle made =
        new CertificateBuilder()
            .subject("CN=a.example")
            .setIsCertificateAuthority(true)
            .ecp256()
            .buildSelfSigned();
    bundle = write("a.pem", made.getCertificatePEM() + made.getPrivateKeyPEM());
    lonely = write("lonely.pem", made.getCertificatePEM());
  }

  private static String write(String name, String text) throws Exception {
    return Files.writeString(directory.resolve(name), text).toString();
  }

  private static String file(String frontend, String backend) {
    return """
        mainstay {
          frontends.web { default-backend = app, FRONTEND }
          backends.app { BACKEND }
        }
        """
        .replace("FRONTEND", frontend)
        .replace("BACKEND", backend);
  }

  private NodeConfig read(String frontend, String backend) throws InvalidConfigException {
    return reader.readText(file(frontend, backend), "node.conf");
  }

  private Frontend frontend(String text) throws InvalidConfigException {
    return read(text, "servers.a = \"10.0.0.1:80\"").proxy().frontends().get(0);
  }

  private List<String> problems(String frontend, String backend) {
    InvalidConfigException refused =
        catchThrowableOfType(InvalidConfigException.class, () -> read(frontend, backend));
    return refused.problems().stream()
        .map(problem -> problem.location() + ": " + problem.message())
        .toList();
  }

  private CheckSpec check(String backend) throws InvalidConfigException {
    return read("bind = \"*:80\"", backend).checks().get(0).spec();
  }

  @Test
  void shouldReadAnAddressWithTlsBesideOneWithout() throws Exception {
    Frontend web =
        frontend(
            "bind = [ \"*:80\", { address = \"*:443\", tls.certificates = \"%s\" } ]"
                .replace("%s", bundle));
    assertThat(web.binds()).hasSize(1);
    assertThat(web.tlsBinds().get(0).address().getPort()).isEqualTo(443);
    assertThat(web.tlsBinds().get(0).tls()).isEqualTo(TlsTermination.of(Path.of(bundle)));
  }

  @Test
  void shouldReadAllOfAFrontendsTls() throws Exception {
    Frontend web =
        frontend(
            """
            bind = { address = "*:443", tls { strict-sni = true } }
            tls {
              certificates = [ "BUNDLE" ], client-certificates = optional, client-ca = "LONELY"
              min-version = "1.3", alpn = [ h2, http/1.1 ], handshake-timeout = 3s
            }
            """
                .replace("BUNDLE", bundle)
                .replace("LONELY", lonely));
    assertThat(web.tlsBinds().get(0).tls())
        .isEqualTo(
            new TlsTermination(
                List.of(Path.of(bundle)),
                "",
                true,
                ClientCertificates.OPTIONAL,
                Path.of(lonely),
                new TlsPolicy(TlsVersion.TLS_1_3, TlsVersion.TLS_1_3, List.of()),
                List.of("h2", "http/1.1"),
                Duration.ofSeconds(3)));
  }

  @Test
  void shouldSayWhereAFileStandsThatCannotBeUsed() {
    assertThat(
            problems(
                "bind = { address = \"*:443\", tls.certificates = \"%s\" }".replace("%s", lonely),
                "servers.a { address = \"10.0.0.1:80\", tls.ca = \"/nowhere.pem\" }"))
        .containsExactly(
            "node.conf:3: mainstay.backends.app.servers.a.tls.ca cannot be used: /nowhere.pem:"
                + " there is no such file; mend its name",
            "node.conf:2: mainstay.frontends.web.bind.tls.certificates cannot be used: "
                + lonely
                + ": its private key is missing; append it to the file, or put it beside as"
                + " lonely.pem.key");
  }

  @Test
  void shouldSayWhatIsWrongWithTheRest() {
    assertThat(
            problems(
                "bind = { address = \"*:443\", tls { certificates = \"%s\", min-version = \"1.0\", client-certificates = required, what = 1 } }"
                    .replace("%s", bundle),
                "servers.a = \"10.0.0.1:80\""))
        .hasSize(3)
        .anyMatch(problem -> problem.contains("min-version must be 1.2 or 1.3"))
        .anyMatch(problem -> problem.contains("client-certificates needs client-ca"))
        .anyMatch(problem -> problem.contains("unknown key"));
  }

  @Test
  void shouldRouteNamesToBackends() throws Exception {
    assertThat(
            frontend("bind = \"*:443\", mode = tcp, sni-backends { \"a.example\" = app }")
                .sniBackends())
        .isEqualTo(Map.of("a.example", "app"));
    assertThat(
            problems(
                "bind = \"*:443\", mode = tcp, sni-backends { a.example = app, b = ap }",
                "servers.a = \"10.0.0.1:80\""))
        .hasSize(2)
        .anyMatch(problem -> problem.contains("quote names with dots"))
        .anyMatch(problem -> problem.contains("names no backend: 'ap'; did you mean 'app'?"));
  }

  @Test
  void shouldSpeakTlsToServersAsTheBackendOrTheySay() throws Exception {
    NodeConfig config =
        read(
            "bind = \"*:80\"",
            """
            default-server.tls { ca = "%s" }
            servers { a = "10.0.0.1:443", b { address = "10.0.0.2:443", tls { sni = b.example } } }
            """
                .replace("%s", lonely));
    TlsToServer tls = TlsToServer.verified(Path.of(lonely));
    assertThat(config.proxy().backends().get(0).servers())
        .extracting(server -> server.tls())
        .containsExactly(tls, tls.withServerName("b.example"));
    assertThat(config.warnings().get(0).message()).contains("do not all speak it alike");
  }

  @Test
  void shouldCheckServersOverTheirOwnTls() throws Exception {
    String server = "servers.a { address = \"10.0.0.1:443\", tls { verify = none, sni = x } }\n";
    assertThat(check(server + "check = tcp")).isEqualTo(CheckSpec.parse("tls sni=x verify=none"));
    assertThat(check(server + "check = \"http GET /up 2xx\""))
        .isEqualTo(CheckSpec.parse("https sni=x verify=none GET /up 2xx"));
    assertThat(check(server + "check = \"https GET /up sni=y\""))
        .isEqualTo(CheckSpec.parse("https GET /up sni=y"));
    assertThat(check(server + "check = \"tcp-check 'expect string x'\"").arguments())
        .containsExactly("tls", "sni=x", "verify=none", "expect string x");
    String showing = server.replace("sni = x", "certificate = \"" + bundle + "\"");
    assertThat(check(showing + "check = tcp").arguments())
        .containsExactly("verify=none", "certificate=" + bundle);
  }

  @Test
  void shouldNotShowPasswordsOfCertificates() throws Exception {
    String text =
        "bind = { address = \"*:443\", tls { certificates = \"%s\", password = geheim } }"
            .replace("%s", bundle);
    String written = write("node.conf", file(text, "servers.a = \"10.0.0.1:80\""));
    assertThat(
            reader.effective(
                Path.of(written), (mover, setting) -> false, reader.read(Path.of(written))))
        .contains("password=\"***\"")
        .doesNotContain("geheim");
  }
}
