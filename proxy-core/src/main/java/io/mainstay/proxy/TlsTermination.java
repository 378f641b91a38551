package io.mainstay.proxy;

import io.mainstay.proxy.netty.TlsPlane;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How clients' TLS is ended. The files are read at the start, and again whenever one of them
 * changes: a changed file that cannot be used is told of in the log, and what was read before stays
 * in use.
 *
 * @param certificates files, or directories of files, each a PEM bundle of a certificate, those
 *     that certify it and its private key, or PKCS#12 ({@code .p12}, {@code .pfx}). The key may
 *     stand in a file beside, of the same name and {@code .key}. The first certificate is for who
 *     asks for no name that is here
 * @param password of PKCS#12 files; empty for none
 * @param strictSni whether who asks for no name that is here is refused
 * @param clientCertificates whether clients show a certificate
 * @param clientAuthorities PEM file of those who certify clients; null only when none are asked for
 * @param policy versions and ciphers
 * @param alpn application protocols offered, the best first; empty for none
 * @param handshakeTimeout how long a client may take to agree on a key
 */
public record TlsTermination(
    List<Path> certificates,
    String password,
    boolean strictSni,
    ClientCertificates clientCertificates,
    @Nullable Path clientAuthorities,
    TlsPolicy policy,
    List<String> alpn,
    Duration handshakeTimeout) {
  private static final Duration HANDSHAKE = Duration.ofSeconds(10);

  /** Refuses no certificate at all, and client certificates that nobody could judge. */
  public TlsTermination {
    certificates = List.copyOf(certificates);
    alpn = List.copyOf(alpn);
    Objects.requireNonNull(password, "password");
    Objects.requireNonNull(clientCertificates, "clientCertificates");
    Objects.requireNonNull(policy, "policy");
    Objects.requireNonNull(handshakeTimeout, "handshakeTimeout");
    if (certificates.isEmpty()) {
      throw new IllegalArgumentException("TLS needs at least one file with a certificate");
    }
    if (clientCertificates != ClientCertificates.NONE && clientAuthorities == null) {
      throw new IllegalArgumentException(
          "client certificates need the file of those who certify them");
    }
    if (handshakeTimeout.isNegative() || handshakeTimeout.isZero()) {
      throw new IllegalArgumentException("the handshake's timeout must be longer than 0");
    }
  }

  /** These certificates, and everything else by default. */
  public static TlsTermination of(Path... certificates) {
    return new TlsTermination(
        List.of(certificates),
        "",
        false,
        ClientCertificates.NONE,
        null,
        TlsPolicy.defaults(),
        List.of("http/1.1"),
        HANDSHAKE);
  }

  /** The same, refusing who asks for no name that is here, or not. */
  public TlsTermination withStrictSni(boolean other) {
    return new TlsTermination(
        certificates,
        password,
        other,
        clientCertificates,
        clientAuthorities,
        policy,
        alpn,
        handshakeTimeout);
  }

  /** The same with certificates of clients. */
  public TlsTermination withClientCertificates(ClientCertificates other, Path authorities) {
    return new TlsTermination(
        certificates, password, strictSni, other, authorities, policy, alpn, handshakeTimeout);
  }

  /** The same with other versions and ciphers. */
  public TlsTermination withPolicy(TlsPolicy other) {
    return new TlsTermination(
        certificates,
        password,
        strictSni,
        clientCertificates,
        clientAuthorities,
        other,
        alpn,
        handshakeTimeout);
  }

  /** The same with another password of its PKCS#12 files. */
  public TlsTermination withPassword(String other) {
    return new TlsTermination(
        certificates,
        other,
        strictSni,
        clientCertificates,
        clientAuthorities,
        policy,
        alpn,
        handshakeTimeout);
  }

  /** The same with another time for the handshake. */
  public TlsTermination withHandshakeTimeout(Duration other) {
    return new TlsTermination(
        certificates,
        password,
        strictSni,
        clientCertificates,
        clientAuthorities,
        policy,
        alpn,
        other);
  }

  /**
   * Reads all files and does nothing with them.
   *
   * @throws IOException when one cannot be used; says which, why, and what to do
   */
  public void check() throws IOException {
    TlsPlane.check(this);
  }

  /** Without the password. */
  @Override
  public String toString() {
    return "TlsTermination" + certificates;
  }
}
