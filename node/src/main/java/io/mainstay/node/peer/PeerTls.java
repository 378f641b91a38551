package io.mainstay.node.peer;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/** TLS 1.3 with certificates on both sides, over connections that exist already. */
final class PeerTls {
  private static final int DNS_NAME = 2;

  private final SSLContext context;

  private PeerTls(SSLContext context) {
    this.context = context;
  }

  /** Reads the key store; the exception's message names the file and what is wrong with it. */
  static PeerTls load(PeerSecurity.MutualTls tls) throws IOException {
    char[] password = tls.password().toCharArray();
    try (InputStream in = Files.newInputStream(tls.keyStore())) {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(in, password);
      KeyManagerFactory keys =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      keys.init(store, password);
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(store);
      SSLContext context = SSLContext.getInstance("TLSv1.3");
      context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
      return new PeerTls(context);
    } catch (IOException | GeneralSecurityException e) {
      throw new IOException(
          "the peer link's key store " + tls.keyStore() + " cannot be used: " + e.getMessage(), e);
    }
  }

  /** Shakes hands; returns when both certificates were accepted here. Blocks. */
  SSLSocket wrap(Socket connected, SessionRole role) throws IOException {
    SSLSocket socket =
        (SSLSocket)
            context
                .getSocketFactory()
                .createSocket(
                    connected,
                    connected.getInetAddress().getHostAddress(),
                    connected.getPort(),
                    true);
    socket.setEnabledProtocols(new String[] {"TLSv1.3"});
    socket.setUseClientMode(role == SessionRole.DIALLER);
    if (role == SessionRole.ACCEPTOR) {
      socket.setNeedClientAuth(true);
    }
    socket.startHandshake();
    return socket;
  }

  /** The names for which the peer's certificate stands. */
  static Set<String> namesOfPeer(SSLSocket socket) throws IOException {
    X509Certificate certificate = (X509Certificate) socket.getSession().getPeerCertificates()[0];
    Set<String> names = new HashSet<>();
    try {
      for (Rdn part : new LdapName(certificate.getSubjectX500Principal().getName()).getRdns()) {
        if (part.getType().equalsIgnoreCase("CN")) {
          names.add(part.getValue().toString());
        }
      }
      Collection<List<?>> alternatives = certificate.getSubjectAlternativeNames();
      if (alternatives != null) {
        for (List<?> alternative : alternatives) {
          if (Integer.valueOf(DNS_NAME).equals(alternative.get(0))) {
            names.add(String.valueOf(alternative.get(1)));
          }
        }
      }
    } catch (InvalidNameException | CertificateParsingException e) {
      throw new IOException("the peer's certificate has an unreadable name", e);
    }
    return names;
  }
}
