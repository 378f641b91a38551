package io.mainstay.proxy.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mainstay.proxy.TestCertificates;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CertificateFilesTest {
  private static TestCertificates certificates;

  @TempDir private Path directory = Path.of("");

  @BeforeAll
  static void makeAuthority() throws Exception {
    certificates = new TestCertificates();
  }

  private Path file(String name, String text) throws IOException {
    return Files.writeString(directory.resolve(name), text);
  }

  private static List<Identity> read(Path... paths) throws IOException {
    return CertificateFiles.identities(List.of(paths), "secret", Instant.now());
  }

  private static void assertRefused(Path path, String reason) {
    assertThatThrownBy(() -> read(path))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith(path + ": ")
        .hasMessageContaining(reason)
        .hasMessageNotContaining("\n");
  }

  /** The private key alone, without what PKCS#8 puts around it. */
  private static String oldForm(X509Bundle bundle, String label) {
    byte[] pkcs8 = bundle.getKeyPair().getPrivate().getEncoded();
    int start = label.startsWith("RSA") ? 26 : pkcs8.length - innerLength(pkcs8);
    byte[] inner = Arrays.copyOfRange(pkcs8, start, pkcs8.length);
    return "-----BEGIN "
        + label
        + "-----\n"
        + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(inner)
        + "\n-----END "
        + label
        + "-----\n";
  }

  /** Of an EC key: the content of the last octet string. */
  private static int innerLength(byte[] pkcs8) {
    int algorithm = 5 + 2 + pkcs8[6];
    int sequence = (pkcs8[1] & 0x80) == 0 ? 0 : pkcs8[1] & 0x7f;
    int octets = sequence + algorithm;
    return pkcs8[octets + 1] & 0xff;
  }

  @Test
  void shouldReadABundleWithItsNames() throws Exception {
    Path path = file("a.pem", TestCertificates.pem(certificates.issue("A.example", "b.example")));
    Identity identity = read(path).get(0);
    assertThat(identity.names()).containsExactly("a.example", "b.example");
    assertThat(identity.source()).isEqualTo(path.toString());
    Path wildcard = file("w.pem", TestCertificates.pem(certificates.issue("*.b.example")));
    assertThat(read(wildcard).get(0).names()).containsExactly("*.b.example");
  }

  @Test
  void shouldReadTheOldFormsOfKeys() throws Exception {
    X509Bundle rsa = certificates.issueRsa("rsa.example");
    X509Bundle ec = certificates.issue("ec.example");
    assertThat(
            read(
                file("rsa.pem", oldForm(rsa, "RSA PRIVATE KEY") + rsa.getCertificatePEM()),
                file("ec.pem", ec.getCertificatePEM() + oldForm(ec, "EC PRIVATE KEY"))))
        .extracting(identity -> identity.key().getAlgorithm())
        .containsExactly("RSA", "EC");
  }

  @Test
  void shouldFindTheKeyInAFileBeside() throws Exception {
    X509Bundle one = certificates.issue("one.example");
    X509Bundle two = certificates.issue("two.example");
    file("one.pem.key", one.getPrivateKeyPEM());
    file("two.key", two.getPrivateKeyPEM());
    assertThat(
            read(
                file("one.pem", one.getCertificatePEM()), file("two.crt", two.getCertificatePEM())))
        .hasSize(2);
  }

  @Test
  void shouldReadADirectoryInTheOrderOfItsNames() throws Exception {
    file("b.pem", TestCertificates.pem(certificates.issue("b.example")));
    X509Bundle first = certificates.issue("a.example");
    file("a.crt", first.getCertificatePEM());
    file("a.key", first.getPrivateKeyPEM());
    assertThat(read(directory))
        .flatExtracting(Identity::names)
        .containsExactly("a.example", "b.example");
  }

  @Test
  void shouldReadPkcs12() throws Exception {
    Path path = directory.resolve("a.p12");
    try (OutputStream out = Files.newOutputStream(path)) {
      certificates
          .issue("a.example")
          .toKeyStore("PKCS12", "secret".toCharArray())
          .store(out, "secret".toCharArray());
    }
    assertThat(read(path).get(0).names()).containsExactly("a.example");
    assertThatThrownBy(() -> CertificateFiles.identities(List.of(path), "wrong", Instant.now()))
        .hasMessageContaining("is the password right?");
    try (FileChannel sparse = FileChannel.open(path, StandardOpenOption.WRITE)) {
      sparse.write(ByteBuffer.allocate(1), 1L << 32);
    }
    assertRefused(path, "is too large for a PKCS#12 file");
  }

  @Test
  void shouldSayWhatIsWrongWithAFile() throws Exception {
    X509Bundle good = certificates.issue("a.example");
    String certificate = good.getCertificatePEM();
    assertRefused(directory.resolve("none.pem"), "there is no such file");
    assertRefused(file("text.pem", "hello"), "there is no certificate in it");
    assertRefused(file("alone.pem", certificate), "its private key is missing; append it");
    assertRefused(
        file("other.pem", certificate + certificates.issue("a.example").getPrivateKeyPEM()),
        "its private key does not match its certificate");
    assertRefused(
        file("kind.pem", certificate + certificates.issueRsa("a.example").getPrivateKeyPEM()),
        "its private key cannot be used with the certificate");
    assertRefused(
        file("damaged.pem", certificate.replace("MII", "!II") + good.getPrivateKeyPEM()),
        "is damaged");
    assertRefused(
        file(
            "encrypted.pem",
            certificate
                + good.getPrivateKeyPEM()
                    .replace("BEGIN PRIVATE", "BEGIN ENCRYPTED PRIVATE")
                    .replace("END PRIVATE", "END ENCRYPTED PRIVATE")),
        "its private key is encrypted; decrypt it");
    assertRefused(
        file("old.pem", TestCertificates.pem(certificates.issueExpired("a.example"))),
        "its certificate expired on ");
    assertRefused(Files.createDirectory(directory.resolve("empty")), "no certificate in this");
  }
}
