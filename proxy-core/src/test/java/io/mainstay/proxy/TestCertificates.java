package io.mainstay.proxy;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.time.Instant;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** An authority, and the certificates that it gives; all are made when a test needs them. */
public final class TestCertificates {
  private static final char[] NO_PASSWORD = {};

  private final X509Bundle authority;

  public TestCertificates() throws Exception {
    authority =
        new CertificateBuilder()
            .subject("CN=Mainstay tests")
            .setIsCertificateAuthority(true)
            .ecp256()
            .buildSelfSigned();
  }

  /** A certificate for these names, and for this host, valid now; a wildcard stands alone. */
  public X509Bundle issue(String... names) throws Exception {
    return issued(builder(names).ecp256());
  }

  public X509Bundle issueRsa(String... names) throws Exception {
    return issued(builder(names).rsa2048());
  }

  /** One that was valid until yesterday. */
  public X509Bundle issueExpired(String... names) throws Exception {
    Instant now = Instant.now();
    return issued(
        builder(names)
            .ecp256()
            .notBefore(now.minus(Duration.ofDays(9)))
            .notAfter(now.minus(Duration.ofDays(1))));
  }

  private X509Bundle issued(CertificateBuilder builder) throws Exception {
    return builder.buildIssuedBy(authority);
  }

  private static CertificateBuilder builder(String... names) {
    CertificateBuilder builder = new CertificateBuilder().subject("CN=" + names[0]);
    builder.addSanIpAddress("127.0.0.1");
    for (String name : names) {
      // The builder takes no wildcard but as the subject's common name.
      if (!name.startsWith("*")) {
        builder.addSanDnsName(name);
      }
    }
    return builder;
  }

  /** The authority's certificate as a PEM file. */
  public Path authority(Path directory) throws IOException {
    return Files.writeString(directory.resolve("ca.pem"), authority.getCertificatePEM());
  }

  /** A bundle as HAProxy's crt takes it: the chain, and behind it the key. */
  public static String pem(X509Bundle bundle) {
    return bundle.getCertificatePathPEM() + bundle.getPrivateKeyPEM();
  }

  /** Trusts this authority, and shows a certificate if there is one. */
  public SSLContext context(@Nullable X509Bundle own) throws GeneralSecurityException, IOException {
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("ca", authority.getCertificate());
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    KeyStore shown = KeyStore.getInstance("PKCS12");
    shown.load(null, null);
    if (own != null) {
      shown.setKeyEntry(
          "own", own.getKeyPair().getPrivate(), NO_PASSWORD, own.getCertificatePath());
    }
    keys.init(shown, NO_PASSWORD);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
    return context;
  }
}
