package io.mainstay.proxy.netty;

import io.mainstay.proxy.TlsPolicy;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.SupportedCipherSuiteFilter;
import java.io.IOException;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Who speaks TLS here: BoringSSL where it is, else the JDK. */
final class TlsLibrary {
  private static final Logger LOG = LoggerFactory.getLogger("io.mainstay.proxy.tls");

  /** Chooses the JDK where BoringSSL would work too. */
  private static final String CHOICE = "io.mainstay.proxy.tls";

  /** Forward secrecy and authenticated encryption only (RFC 9325 section 4.2). */
  private static final List<String> CIPHERS =
      List.of(
          "TLS_AES_128_GCM_SHA256",
          "TLS_AES_256_GCM_SHA384",
          "TLS_CHACHA20_POLY1305_SHA256",
          "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
          "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
          "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
          "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
          "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
          "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256");

  private TlsLibrary() {}

  static SslProvider provider() {
    return "jdk".equals(System.getProperty(CHOICE)) || !OpenSsl.isAvailable()
        ? SslProvider.JDK
        : SslProvider.OPENSSL_REFCNT;
  }

  /** Says who it is. */
  static void announce() {
    if (provider() == SslProvider.OPENSSL_REFCNT) {
      LOG.info("TLS by {}", OpenSsl.versionString());
    } else if (OpenSsl.isAvailable()) {
      LOG.info("TLS by the JDK, as -D{}=jdk wants it", CHOICE);
    } else {
      Throwable cause = OpenSsl.unavailabilityCause();
      LOG.warn(
          "TLS by the JDK, slower than BoringSSL, which does not work here: {}", cause.toString());
    }
  }

  /** What is the same on both sides. */
  static void configure(SslContextBuilder builder, TlsPolicy policy, List<String> alpn)
      throws IOException {
    for (String cipher : policy.ciphers()) {
      if (!isKnown(cipher)) {
        throw new IOException(
            "there is no cipher '" + cipher + "'; write standard names, such as " + CIPHERS.get(4));
      }
    }
    builder
        .sslProvider(provider())
        .protocols(policy.protocols())
        .ciphers(
            policy.ciphers().isEmpty() ? CIPHERS : policy.ciphers(),
            SupportedCipherSuiteFilter.INSTANCE);
    if (!alpn.isEmpty()) {
      builder.applicationProtocolConfig(
          new ApplicationProtocolConfig(
              Protocol.ALPN,
              SelectorFailureBehavior.NO_ADVERTISE,
              SelectedListenerFailureBehavior.ACCEPT,
              alpn));
    }
  }

  private static boolean isKnown(String cipher) throws IOException {
    if (provider() == SslProvider.OPENSSL_REFCNT) {
      return OpenSsl.isCipherSuiteAvailable(cipher);
    }
    try {
      return List.of(SSLContext.getDefault().getSupportedSSLParameters().getCipherSuites())
          .contains(cipher);
    } catch (NoSuchAlgorithmException e) {
      throw new IOException("the JDK has no TLS: " + e.getMessage(), e);
    }
  }
}
