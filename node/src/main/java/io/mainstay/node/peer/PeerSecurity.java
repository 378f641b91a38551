package io.mainstay.node.peer;

import java.nio.file.Path;

/** How the nodes of a pair prove themselves to each other. */
public sealed interface PeerSecurity {
  /**
   * Both know the same secret. The link is authenticated, not encrypted.
   *
   * @param secret at least {@value #MIN_CHARACTERS} characters; random ones, such as {@code openssl
   *     rand -base64 24} gives
   */
  record SharedKey(String secret) implements PeerSecurity {
    public static final int MIN_CHARACTERS = 16;

    public SharedKey {
      if (secret.length() < MIN_CHARACTERS) {
        throw new IllegalArgumentException(
            "the peer link's key must have at least "
                + MIN_CHARACTERS
                + " characters; make one with: openssl rand -base64 24");
      }
    }

    @Override
    public String toString() {
      return "shared key";
    }
  }

  /**
   * TLS 1.3 with certificates on both sides. A peer's certificate must be trusted by the key store,
   * and name the node (common name or DNS alternative name) as the node names itself.
   *
   * @param keyStore a PKCS#12 file with this node's key and certificate, and the certificate of the
   *     authority (or of each peer) as trusted
   * @param password of the file and of its key
   */
  record MutualTls(Path keyStore, String password) implements PeerSecurity {
    @Override
    public String toString() {
      return "mutual TLS with " + keyStore;
    }
  }
}
