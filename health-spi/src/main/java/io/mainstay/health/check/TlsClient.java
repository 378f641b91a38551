package io.mainstay.health.check;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Speaks TLS for checks, with the JDK's own implementation. The certificate that it shows is read
 * again when its file has changed; one that cannot be used leaves the last good one in force. Used
 * by any thread.
 */
public final class TlsClient {
  private static final Logger LOG = LoggerFactory.getLogger(TlsClient.class);

  /** Of a file that is not there. */
  private static final FileTime NEVER = FileTime.fromMillis(0);

  /**
   * What is spoken with.
   *
   * @param certificateTime when the certificate's file was last written
   */
  private record Prepared(SSLContext context, FileTime certificateTime) {}

  private final TlsOptions options;
  private final InstantSource clock;
  private final CheckCertificates certificates;
  private volatile Prepared prepared;

  /** Of the file that was refused last, so that each is told of once; null before any was. */
  private volatile @Nullable FileTime refusedTime;

  /**
   * Prepares it once for all probes, to show no certificate.
   *
   * @param clock what certificates' dates are compared with
   * @throws IllegalArgumentException when a file cannot be used
   */
  public TlsClient(TlsOptions options, InstantSource clock) {
    this(options, clock, CheckCertificates.none());
  }

  /**
   * Prepares it once for all probes.
   *
   * @param clock what certificates' dates are compared with
   * @param certificates reads what is shown to servers that ask
   * @throws IllegalArgumentException when a file cannot be used
   */
  public TlsClient(TlsOptions options, InstantSource clock, CheckCertificates certificates) {
    this.options = options;
    this.clock = clock;
    this.certificates = certificates;
    this.prepared = prepare(options, certificates);
  }

  private static Prepared prepare(TlsOptions options, CheckCertificates certificates) {
    Path own = options.certificate();
    FileTime time = own == null ? NEVER : lastWritten(own);
    try {
      KeyManager[] keys =
          own == null ? null : new KeyManager[] {new OwnKey(certificates.read(own))};
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys, trust(options), null);
      return new Prepared(context, time);
    } catch (IOException e) {
      throw new IllegalArgumentException(String.valueOf(e.getMessage()), e);
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("TLS cannot be used: " + e.getMessage(), e);
    }
  }

  private static FileTime lastWritten(Path file) {
    try {
      return Files.getLastModifiedTime(file);
    } catch (IOException e) {
      // Whoever reads it says so.
      return NEVER;
    }
  }

  private SSLContext context() {
    Prepared last = prepared;
    Path own = options.certificate();
    if (own == null || lastWritten(own).equals(last.certificateTime)) {
      return last.context;
    }
    try {
      last = prepare(options, certificates);
      prepared = last;
    } catch (IllegalArgumentException e) {
      // Its key may be written a moment later, so it is tried again with the next probe.
      FileTime time = lastWritten(own);
      if (!time.equals(refusedTime)) {
        refusedTime = time;
        LOG.warn("checks go on with the certificate that {} had before: {}", own, e.getMessage());
      }
    }
    return last.context;
  }

  /** The same conversation, encrypted. */
  Conversation around(Conversation inner, InetSocketAddress address) {
    String name = options.serverName() != null ? options.serverName() : address.getHostString();
    SSLEngine engine = context().createSSLEngine(name, address.getPort());
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
