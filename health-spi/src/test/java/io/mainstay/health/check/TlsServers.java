package io.mainstay.health.check;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/**
 * Servers whose self-signed certificate is for app.example, localhost and 127.0.0.1, from
 * 2026-01-01 for a hundred years.
 */
final class TlsServers {
  static final Instant CERTIFICATE_END = Instant.parse("2125-12-08T00:00:00Z");

  private static final char[] PASSWORD = "secret".toCharArray();

  private TlsServers() {}

  /** The file of the certificate. */
  static Path certificate() throws Exception {
    return Path.of(
        Objects.requireNonNull(TlsServers.class.getResource("/tls/app.pem"), "app.pem").toURI());
  }

  /** Reads a request when there is an answer to it; without one, waits for the peer to go. */
  static LoopbackServer answering(String response) throws Exception {
    return answering(response, socket -> {});
  }

  /** Answers those who show its own certificate. */
  static LoopbackServer askingFor(String response) throws Exception {
    return answering(response, socket -> ((SSLSocket) socket).setNeedClientAuth(true));
  }

  /** Its certificate and key. */
  static CheckCertificates.Own own() throws Exception {
    KeyStore store = store();
    String alias = store.aliases().nextElement();
    return new CheckCertificates.Own(
        (PrivateKey) store.getKey(alias, PASSWORD),
        List.of((X509Certificate) store.getCertificate(alias)));
  }

  private static KeyStore store() throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = TlsServers.class.getResourceAsStream("/tls/app.p12")) {
      store.load(in, PASSWORD);
    }
    return store;
  }

  private static TrustManager[] trust() throws Exception {
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("app", own().chain().get(0));
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    return trust.getTrustManagers();
  }

  private static LoopbackServer answering(String response, LoopbackServer.Script first)
      throws Exception {
    KeyStore store = store();
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, PASSWORD);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), trust(), null);
    return new LoopbackServer(
        socket -> {
          first.serve(socket);
          if (!response.isEmpty()) {
            LoopbackServer.readRequest(socket);
            socket.getOutputStream().write(response.getBytes(StandardCharsets.US_ASCII));
          }
          LoopbackServer.awaitPeerGone(socket);
        },
        context.getServerSocketFactory());
  }
}
