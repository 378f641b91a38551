package io.mainstay.node.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mainstay.vrrp.state.VrrpState;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PeerLinkTlsTest {
  private static final String PASSWORD = "for tests only";

  @TempDir private static Path directory = Path.of("");

  private final List<PeerLink> open = new ArrayList<>();
  private final Heard heardByA = new Heard();
  private final Heard heardByB = new Heard();

  /** Nodes a and b trust each other; nobody trusts the stranger, who trusts both. */
  @BeforeAll
  static void makeKeyStores() throws Exception {
    for (String node : List.of("a", "b", "stranger")) {
      keytool(
          node,
          "-genkeypair",
          "-alias",
          "own",
          "-keyalg",
          "EC",
          "-dname",
          "CN=" + node,
          "-validity",
          "30");
    }
    trust("a", "b");
    trust("b", "a");
    trust("stranger", "a");
    trust("stranger", "b");
  }

  @AfterEach
  void closeAll() {
    open.forEach(PeerLink::close);
  }

  @Test
  void shouldConnectWhenBothTrustEachOther() throws Exception {
    InetSocketAddress a = Ports.free();
    InetSocketAddress b = Ports.free();
    start("a", "a", a, b, heardByA);
    PeerLink linkB = start("b", "b", b, a, heardByB);

    heardByA.await("up");
    heardByB.await("up");
    linkB.resign("vip");
    assertThat(heardByA.await("resigned").peer()).isEqualTo("b");
    linkB.close();

    assertThat(heardByA.await("down").words()).isEqualTo("it said goodbye");
    assertThat(heardByA.all("died")).isEmpty();
  }

  @Test
  void shouldReportNoDeathWhenOnlyTheLinkIsLost() throws Exception {
    InetSocketAddress a = Ports.free();
    InetSocketAddress b = Ports.free();
    try (Relay toA = new Relay(a);
        Relay toB = new Relay(b)) {
      PeerLink linkA = start("a", "a", a, toB.address(), heardByA);
      PeerLink linkB = start("b", "b", b, toA.address(), heardByB);
      LinkThreads.awaitOneSession(linkA, linkB);

      toA.cut();
      toB.cut();

      LinkThreads.await(() -> !heardByA.all("down").isEmpty() || !heardByB.all("down").isEmpty());
      LinkThreads.awaitOneSession(linkA, linkB);
      assertThat(heardByB.all("died")).isEmpty();
      assertThat(heardByA.all("died")).isEmpty();
    }
  }

  @Test
  void shouldRefuseAndWarnWhenTheCertificateIsNotTrusted() throws Exception {
    InetSocketAddress a = Ports.free();
    InetSocketAddress b = Ports.free();
    start("a", "a", a, b, heardByA);
    start("b", "stranger", b, a, heardByB);

    assertThat(heardByA.await("warning").words())
        .startsWith("peer link with 127.0.0.1:" + b.getPort() + ": TLS: ")
        .endsWith("check that each node's key store trusts the other's certificate");
    assertThat(heardByA.all("up")).isEmpty();
    assertThat(heardByB.all("up")).isEmpty();
  }

  @Test
  void shouldRefuseWhenATrustedCertificateNamesAnotherNode() throws Exception {
    InetSocketAddress a = Ports.free();
    InetSocketAddress b = Ports.free();
    start("a", "a", a, b, heardByA);
    start("c", "b", b, a, heardByB);

    assertThat(heardByA.await("warning").words())
        .contains(SessionRefusal.WRONG_CERTIFICATE.sentence());
    assertThat(heardByA.all("up")).isEmpty();
  }

  @Test
  void shouldSayWhatIsWrongWhenOneNodeUsesASharedKey() throws Exception {
    InetSocketAddress a = Ports.free();
    InetSocketAddress b = Ports.free();
    start("a", "a", a, b, heardByA);
    start("b", b, a, new PeerSecurity.SharedKey("a key of enough characters"), heardByB);

    assertThat(heardByB.await("warning").words()).contains(SessionRefusal.NOT_MAINSTAY.sentence());
    heardByA.await("warning");
  }

  @Test
  void shouldNameTheKeyStoreWhenThePasswordIsWrong() {
    Path store = Path.of(store("a"));

    assertThatThrownBy(
            () ->
                start(
                    "a",
                    Ports.free(),
                    Ports.free(),
                    new PeerSecurity.MutualTls(store, "another password"),
                    heardByA))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("key store " + store + " cannot be used");
  }

  private PeerLink start(
      String name, String store, InetSocketAddress listen, InetSocketAddress peer, Heard heard)
      throws IOException {
    return start(
        name, listen, peer, new PeerSecurity.MutualTls(Path.of(store(store)), PASSWORD), heard);
  }

  private PeerLink start(
      String name,
      InetSocketAddress listen,
      InetSocketAddress peer,
      PeerSecurity security,
      Heard heard)
      throws IOException {
    int priority = name.equals("a") ? 100 : 101;
    PeerLink link =
        PeerLink.start(
            new PeerLinkConfig(
                name, "1", listen, List.of(peer), security, PeerLinkLimits.defaults()),
            () -> Routers.vip(VrrpState.BACKUP, priority),
            heard);
    open.add(link);
    return link;
  }

  private static void trust(String node, String other) throws Exception {
    KeyStore own = load(node);
    own.setCertificateEntry(other, load(other).getCertificate("own"));
    try (OutputStream out = Files.newOutputStream(Path.of(store(node)))) {
      own.store(out, PASSWORD.toCharArray());
    }
  }

  private static KeyStore load(String node) throws Exception {
    return KeyStore.getInstance(Path.of(store(node)).toFile(), PASSWORD.toCharArray());
  }

  private static String store(String node) {
    return directory.resolve(node + ".p12").toString();
  }

  private static void keytool(String node, String... arguments) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(Arrays.asList(arguments));
    command.addAll(
        List.of("-keystore", store(node), "-storetype", "PKCS12", "-storepass", PASSWORD));
    Path output = Files.createTempFile(directory, "keytool", ".log");
    Process keytool =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    assertThat(keytool.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(keytool.exitValue()).as(Files.readString(output)).isZero();
  }
}
