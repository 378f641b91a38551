package io.mainstay.health.check;

import java.io.IOException;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;

/** Reads what checks show to servers that ask for a certificate. Called by any thread. */
@FunctionalInterface
public interface CheckCertificates {
  /**
   * A certificate and its key.
   *
   * @param chain the certificate, and behind it those that certify it; at least one
   */
  record Own(PrivateKey key, List<X509Certificate> chain) {
    /** Copies the chain. */
    public Own {
      chain = List.copyOf(chain);
    }
  }

  /**
   * Reads a file.
   *
   * @throws IOException which names the file, when it cannot be used
   */
  Own read(Path file) throws IOException;

  /** For applications whose checks show nothing. */
  static CheckCertificates none() {
    return file -> {
      throw new IOException(file + ": checks show no certificates in this application");
    };
  }
}
