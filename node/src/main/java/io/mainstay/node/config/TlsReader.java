package io.mainstay.node.config;

import io.mainstay.proxy.ClientCertificates;
import io.mainstay.proxy.TlsPolicy;
import io.mainstay.proxy.TlsTermination;
import io.mainstay.proxy.TlsToServer;
import io.mainstay.proxy.TlsToServer.Verify;
import io.mainstay.proxy.TlsVersion;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads how TLS is spoken, with clients and with servers, and tries the files that are named. */
final class TlsReader {
  private static final String CERTIFICATES = "certificates";
  private static final String CLIENT_CA = "client-ca";
  private static final String CLIENT_CERTIFICATES = "client-certificates";
  private static final String MIN = "min-version";
  private static final String MAX = "max-version";
  private static final Duration HANDSHAKE = Duration.ofSeconds(10);

  /** What a frontend may say once for all of its addresses. */
  static final String[] CLIENT_KEYS = {
    CERTIFICATES,
    "password",
    "strict-sni",
    CLIENT_CERTIFICATES,
    CLIENT_CA,
    MIN,
    MAX,
    "ciphers",
    "alpn",
    "handshake-timeout"
  };

  private TlsReader() {}

  /** How clients' TLS is ended. */
  static Optional<TlsTermination> termination(Section section) {
    List<Path> certificates = new ArrayList<>();
    for (Section.Entry entry : section.someStrings(CERTIFICATES)) {
      path(section, CERTIFICATES, entry.text()).ifPresent(certificates::add);
    }
    String password = text(section, "password");
    boolean strict = section.has("strict-sni") && section.flag("strict-sni");
    ClientCertificates asked =
        section.has(CLIENT_CERTIFICATES)
            ? section.oneOf(CLIENT_CERTIFICATES, ClientCertificates.class)
            : ClientCertificates.NONE;
    @Nullable Path clientCa = path(section, CLIENT_CA);
    Optional<TlsPolicy> policy = policy(section);
    List<String> alpn =
        section.has("alpn")
            ? section.strings("alpn").stream().map(Section.Entry::text).toList()
            : List.of("http/1.1");
    Duration handshake =
        section.has("handshake-timeout") ? section.duration("handshake-timeout") : HANDSHAKE;
    section.close();
    if (certificates.isEmpty() || policy.isEmpty()) {
      return Optional.empty(); // already told
    }
    if (asked != ClientCertificates.NONE && clientCa == null) {
      section.problem(
          CLIENT_CERTIFICATES, "needs client-ca, the PEM file of those who certify clients");
      return Optional.empty();
    }
    if (asked == ClientCertificates.NONE && clientCa != null) {
      section.warning(CLIENT_CA, "changes nothing without client-certificates");
    }
    TlsTermination tls =
        new TlsTermination(
            certificates, password, strict, asked, clientCa, policy.get(), alpn, handshake);
    try {
      tls.check();
    } catch (IOException e) {
      section.problem(CERTIFICATES, "cannot be used: " + e.getMessage());
    }
    return Optional.of(tls);
  }

  /** How TLS is spoken to a server. */
  static Optional<TlsToServer> toServer(Section section) {
    Verify verify = section.has("verify") ? section.oneOf("verify", Verify.class) : Verify.REQUIRED;
    @Nullable Path ca = path(section, "ca");
    @Nullable Path certificate = path(section, "certificate");
    @Nullable String name = section.has("sni") ? section.string("sni") : null;
    @Nullable String host = section.has("verify-host") ? section.string("verify-host") : null;
    Optional<TlsPolicy> policy = policy(section);
    section.close();
    if (policy.isEmpty()) {
      return Optional.empty(); // already told
    }
    if (verify == Verify.NONE && (ca != null || host != null)) {
      section.warning("verify", "none looks at no certificate, so ca and verify-host mean nothing");
    }
    TlsToServer tls = new TlsToServer(verify, ca, name, host, certificate, policy.get());
    try {
      tls.check();
    } catch (IOException e) {
      section.problem(
          section.has("ca") ? "ca" : "certificate", "cannot be used: " + e.getMessage());
    }
    return Optional.of(tls);
  }

  private static Optional<TlsPolicy> policy(Section section) {
    TlsPolicy defaults = TlsPolicy.defaults();
    TlsVersion min = version(section, MIN, defaults.oldest());
    TlsVersion max = version(section, MAX, defaults.newest());
    List<String> ciphers =
        section.has("ciphers")
            ? section.strings("ciphers").stream().map(Section.Entry::text).toList()
            : List.of();
    try {
      return Optional.of(new TlsPolicy(min, max, ciphers));
    } catch (IllegalArgumentException e) {
      section.problem(MAX, "cannot be: " + e.getMessage());
      return Optional.empty();
    }
  }

  private static TlsVersion version(Section section, String key, TlsVersion otherwise) {
    if (!section.has(key)) {
      return otherwise;
    }
    return switch (section.string(key)) {
      case "1.2", "TLSv1.2" -> TlsVersion.TLS_1_2;
      case "1.3", "TLSv1.3" -> TlsVersion.TLS_1_3;
      default -> {
        section.problem(key, "must be 1.2 or 1.3; older versions are not safe (RFC 8996)");
        yield otherwise;
      }
    };
  }

  private static String text(Section section, String key) {
    return section.has(key) ? section.string(key) : "";
  }

  private static @Nullable Path path(Section section, String key) {
    return section.has(key) ? path(section, key, section.string(key)).orElse(null) : null;
  }

  private static Optional<Path> path(Section section, String key, String text) {
    try {
      return Optional.of(Path.of(text));
    } catch (InvalidPathException e) {
      section.problem(key, "is no path: " + e.getMessage());
      return Optional.empty();
    }
  }
}
