package io.mainstay.health.check;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/** Speaks TLS for checks, with the JDK's own implementation. Immutable; used by any thread. */
public final class TlsClient {
  private final TlsOptions options;
  private final SSLContext context;
  private final InstantSource clock;

  /**
   * Prepares it once for all probes.
   *
   * @param clock what certificates' dates are compared with
   * @throws IllegalArgumentException when the file of authorities cannot be used
   */
  public TlsClient(TlsOptions options, InstantSource clock) {
    this.options = options;
    this.clock = clock;
    try {
      context = SSLContext.getInstance("TLS");
      context.init(null, trust(options), null);
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("TLS cannot be used: " + e.getMessage(), e);
    }
  }

  /** The same conversation, encrypted. */
  Conversation around(Conversation inner, InetSocketAddress address) {
    String name = options.serverName() != null ? options.serverName() : address.getHostString();
    SSLEngine engine = context.createSSLEngine(name, address.getPort());
    engine.setUseClientMode(true);
    SSLParameters parameters = engine.getSSLParameters();
    if (options.serverName() != null) {
      parameters.setServerNames(List.of(new SNIHostName(options.serverName())));
    }
    if (options.verified()) {
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
    }
    engine.setSSLParameters(parameters);
    return new TlsConversation(
        engine,
        inner,
        chain -> CertificateExpiry.warning(chain, clock.instant(), options.warnBefore()));
  }

  private static TrustManager @Nullable [] trust(TlsOptions options)
      throws GeneralSecurityException {
    if (!options.verified()) {
      return new TrustManager[] {new TrustAll()};
    }
    Path file = options.authorities();
    if (file == null) {
      return null;
    }
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    try (InputStream in = Files.newInputStream(file)) {
      store.load(null, null);
      int number = 0;
      for (Certificate each : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
        store.setCertificateEntry("ca" + number++, each);
      }
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalArgumentException(
          "ca=" + file + " is no readable PEM file of certificates: " + e.getMessage(), e);
    }
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    return factory.getTrustManagers();
  }

  /** For {@code verify=none}: whether a server answers does not depend on who it is. */
  private static final class TrustAll extends X509ExtendedTrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
