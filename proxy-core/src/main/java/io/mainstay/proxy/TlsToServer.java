package io.mainstay.proxy;

import io.mainstay.proxy.netty.TlsPlane;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How TLS is spoken to a server. The files are read again when they change, as those of {@link
 * TlsTermination}.
 *
 * @param verify whether the server must show a certificate that is trusted and for its name
 * @param authorities PEM file of those who certify servers; null takes the JDK's
 * @param serverName the name asked for (SNI); null asks for none
 * @param verifyHost the name that its certificate must have; null takes {@code serverName}, else
 *     the host of the server's address
 * @param certificate what this side shows if it is asked, as in {@link TlsTermination}; null for
 *     nothing
 * @param policy versions and ciphers
 */
public record TlsToServer(
    Verify verify,
    @Nullable Path authorities,
    @Nullable String serverName,
    @Nullable String verifyHost,
    @Nullable Path certificate,
    TlsPolicy policy) {
  /** Whether a server's certificate is looked at. */
  public enum Verify {
    /** It must be good, or there is no connection. */
    REQUIRED,
    /** It may be anything: encrypted, but to whom is not known. */
    NONE
  }

  /** Refuses nulls where they mean nothing. */
  public TlsToServer {
    Objects.requireNonNull(verify, "verify");
    Objects.requireNonNull(policy, "policy");
  }

  /** Servers certified by those in this file; null takes those that the JDK trusts. */
  public static TlsToServer verified(@Nullable Path authorities) {
    return new TlsToServer(Verify.REQUIRED, authorities, null, null, null, TlsPolicy.defaults());
  }

  /** Any server. */
  public static TlsToServer unverified() {
    return new TlsToServer(Verify.NONE, null, null, null, null, TlsPolicy.defaults());
  }

  /** The same, asking for this name. */
  public TlsToServer withServerName(String other) {
    return new TlsToServer(verify, authorities, other, verifyHost, certificate, policy);
  }

  /** The same, showing this certificate. */
  public TlsToServer withCertificate(Path other) {
    return new TlsToServer(verify, authorities, serverName, verifyHost, other, policy);
  }

  /**
   * Reads all files and does nothing with them.
   *
   * @throws IOException when one cannot be used; says which, why, and what to do
   */
  public void check() throws IOException {
    TlsPlane.check(this);
  }
}
