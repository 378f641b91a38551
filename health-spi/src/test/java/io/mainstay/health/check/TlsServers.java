package io.mainstay.health.check;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Instant;
import java.util.Objects;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

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
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = TlsServers.class.getResourceAsStream("/tls/app.p12")) {
      store.load(in, PASSWORD);
    }
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, PASSWORD);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), null, null);
    return new LoopbackServer(
        socket -> {
          if (!response.isEmpty()) {
            LoopbackServer.readRequest(socket);
            socket.getOutputStream().write(response.getBytes(StandardCharsets.US_ASCII));
          }
          LoopbackServer.awaitPeerGone(socket);
        },
        context.getServerSocketFactory());
  }
}
