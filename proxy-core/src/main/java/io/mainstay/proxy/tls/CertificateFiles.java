package io.mainstay.proxy.tls;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Reads certificates and their keys. Whatever is wrong is an {@link IOException} that names the
 * file, the cause and the cure. Any thread.
 */
public final class CertificateFiles {
  /** Beside a certificate or for something else; what HAProxy passes over in a directory too. */
  private static final List<String> NO_CERTIFICATES =
      List.of(".key", ".issuer", ".ocsp", ".sctl", ".dh", ".crl", ".csr");

  private CertificateFiles() {}

  /**
   * The identities in files and directories of files.
   *
   * @param password of PKCS#12 files
   * @param now what the certificates must be valid at
   */
  public static List<Identity> identities(List<Path> paths, String password, Instant now)
      throws IOException {
    List<Identity> identities = new ArrayList<>();
    for (Path path : files(paths)) {
      Identity identity = isPkcs12(path) ? pkcs12(path, password) : pem(path);
      requireValid(path, identity.chain().get(0), now);
      requireMatch(path, identity);
      identities.add(identity);
    }
    return identities;
  }

  /** Those who certify others. */
  public static List<X509Certificate> authorities(Path path) throws IOException {
    List<X509Certificate> certificates = PemFile.read(path).certificates();
    if (certificates.isEmpty()) {
      throw new IOException(
          path
              + ": there is no certificate in it; it must be PEM, with -----BEGIN CERTIFICATE-----");
    }
    return certificates;
  }

  /** The files themselves, and in place of a directory those in it that may be certificates. */
  public static List<Path> files(List<Path> paths) throws IOException {
    List<Path> files = new ArrayList<>();
    for (Path path : paths) {
      if (Files.isDirectory(path)) {
        List<Path> inside = inside(path);
        if (inside.isEmpty()) {
          throw new IOException(path + ": there is no certificate in this directory");
        }
        files.addAll(inside);
      } else {
        files.add(path);
      }
    }
    return files;
  }

  private static List<Path> inside(Path directory) throws IOException {
    try (Stream<Path> all = Files.list(directory)) {
      return all.filter(file -> Files.isRegularFile(file) && mayBeCertificate(file))
          .sorted()
          .toList();
    }
  }

  private static boolean mayBeCertificate(Path file) {
    String name = String.valueOf(file.getFileName());
    return !name.startsWith(".") && NO_CERTIFICATES.stream().noneMatch(name::endsWith);
  }

  /** Where the key of a certificate's file may stand beside it: HAProxy's two ways. */
  public static List<Path> keysBeside(Path file) {
    String name = String.valueOf(file.getFileName());
    List<Path> beside = new ArrayList<>();
    beside.add(file.resolveSibling(name + ".key"));
    int dot = name.lastIndexOf('.');
    if (dot > 0) {
      beside.add(file.resolveSibling(name.substring(0, dot) + ".key"));
    }
    return beside;
  }

  private static boolean isPkcs12(Path path) {
    String name = path.toString().toLowerCase(Locale.ROOT);
    return name.endsWith(".p12") || name.endsWith(".pfx");
  }

  private static Identity pem(Path path) throws IOException {
    PemFile file = PemFile.read(path);
    List<X509Certificate> chain = file.certificates();
    if (chain.isEmpty()) {
      throw new IOException(
          path
              + ": there is no certificate in it; it must be PEM, with -----BEGIN CERTIFICATE-----");
    }
    PemFile keys = file;
    Optional<PemFile.Part> key = key(file);
    for (Path beside : keysBeside(path)) {
      if (key.isEmpty() && Files.exists(beside)) {
        keys = PemFile.read(beside);
        key = key(keys);
      }
    }
    if (key.isEmpty()) {
      throw new IOException(
          path
              + ": its private key is missing; append it to the file, or put it beside as "
              + keysBeside(path).get(0).getFileName());
    }
    PublicKey certified = chain.get(0).getPublicKey();
    try {
      return new Identity(
          path.toString(), PemKey.read(key.get().label(), key.get().der(), certified), chain);
    } catch (GeneralSecurityException | RuntimeException e) {
      throw new IOException(
          keys.path()
              + ": its private key cannot be used with the certificate in "
              + path
              + ", which is for a key of the kind "
              + certified.getAlgorithm()
              + ": "
              + e.getMessage(),
          e);
    }
  }

  private static Optional<PemFile.Part> key(PemFile file) {
    return file.parts().stream().filter(PemFile.Part::isKey).findFirst();
  }

  private static Identity pkcs12(Path path, String password) throws IOException {
    char[] secret = password.toCharArray();
    if (!Files.isRegularFile(path)) {
      throw new IOException(path + ": there is no such file; mend its name");
    }
    if (Files.size(path) > PemFile.MOST_BYTES) {
      throw new IOException(path + ": is too large for a PKCS#12 file");
    }
    try (InputStream in = Files.newInputStream(path)) {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(in, secret);
      for (String alias : Collections.list(store.aliases())) {
        Key key = store.getKey(alias, secret);
        Certificate[] chain = store.getCertificateChain(alias);
        if (key instanceof PrivateKey own && chain != null) {
          List<X509Certificate> certificates = new ArrayList<>();
          for (Certificate certificate : chain) {
            certificates.add((X509Certificate) certificate);
          }
          return new Identity(path.toString(), own, certificates);
        }
      }
    } catch (GeneralSecurityException | IOException e) {
      throw new IOException(
          path + ": cannot be read as PKCS#12: " + e.getMessage() + "; is the password right?", e);
    }
    throw new IOException(path + ": there is no private key with a certificate in it");
  }

  private static void requireValid(Path path, X509Certificate certificate, Instant now)
      throws IOException {
    Instant end = certificate.getNotAfter().toInstant();
    Instant begin = certificate.getNotBefore().toInstant();
    if (now.isAfter(end)) {
      throw new IOException(path + ": its certificate expired on " + end + "; renew it");
    }
    if (now.isBefore(begin)) {
      throw new IOException(
          path
              + ": its certificate is not valid before "
              + begin
              + "; is this host's clock right?");
    }
  }

  /** Signs with the one and verifies with the other: true of keys of every kind. */
  private static void requireMatch(Path path, Identity identity) throws IOException {
    PublicKey certified = identity.chain().get(0).getPublicKey();
    try {
      Signature signature = Signature.getInstance(signature(certified));
      byte[] text = {1, 2, 3};
      signature.initSign(identity.key());
      signature.update(text);
      byte[] signed = signature.sign();
      signature.initVerify(certified);
      signature.update(text);
      if (signature.verify(signed)) {
        return;
      }
    } catch (GeneralSecurityException e) {
      throw new IOException(
          path + ": its private key does not match its certificate: " + e.getMessage(), e);
    }
    throw new IOException(
        path + ": its private key does not match its certificate; are the two of one request?");
  }

  private static String signature(PublicKey key) {
    return switch (key.getAlgorithm()) {
      case "RSA" -> "SHA256withRSA";
      case "EC" -> "SHA256withECDSA";
      case "DSA" -> "SHA256withDSA";
      default -> key.getAlgorithm();
    };
  }
}
