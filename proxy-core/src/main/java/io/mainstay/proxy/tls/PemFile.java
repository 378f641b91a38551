package io.mainstay.proxy.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The parts of a PEM file (RFC 7468), in their order. */
record PemFile(Path path, List<Part> parts) {
  /** More than any bundle of certificates needs. */
  static final long MOST_BYTES = 16L * 1024 * 1024;

  private static final Pattern PART =
      Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([^-]*)-----END \\1-----");

  /** What stands between one BEGIN and its END. */
  @SuppressWarnings("ArrayRecordComponent") // Lives for one reading, and nobody compares it.
  record Part(String label, byte[] der) {
    boolean isKey() {
      return label.endsWith("PRIVATE KEY");
    }
  }

  static PemFile read(Path path) throws IOException {
    if (!Files.isRegularFile(path)) {
      throw new IOException(path + ": there is no such file; mend its name");
    }
    if (!Files.isReadable(path)) {
      throw new IOException(path + ": may not be read; give this process's user the right");
    }
    if (Files.size(path) > MOST_BYTES) {
      throw new IOException(path + ": is too large for a PEM file");
    }
    String text = Files.readString(path, StandardCharsets.ISO_8859_1);
    List<Part> parts = new ArrayList<>();
    Matcher part = PART.matcher(text);
    while (part.find()) {
      parts.add(part(path, part.group(1), part.group(2)));
    }
    return new PemFile(path, parts);
  }

  private static Part part(Path path, String label, String body) throws IOException {
    if (label.equals("ENCRYPTED PRIVATE KEY") || body.contains("ENCRYPTED")) {
      throw new IOException(
          path + ": its private key is encrypted; decrypt it: openssl pkey -in OLD -out NEW");
    }
    try {
      return new Part(
          label, Base64.getMimeDecoder().decode(body.getBytes(StandardCharsets.US_ASCII)));
    } catch (IllegalArgumentException e) {
      throw new IOException(path + ": the part " + label + " is damaged: " + e.getMessage(), e);
    }
  }

  /** All certificates in it. */
  List<X509Certificate> certificates() throws IOException {
    List<X509Certificate> certificates = new ArrayList<>();
    for (Part part : parts) {
      if (part.label.equals("CERTIFICATE") || part.label.equals("TRUSTED CERTIFICATE")) {
        try {
          certificates.add(
              (X509Certificate)
                  CertificateFactory.getInstance("X.509")
                      .generateCertificate(new ByteArrayInputStream(part.der)));
        } catch (CertificateException e) {
          throw new IOException(
              path
                  + ": certificate "
                  + (certificates.size() + 1)
                  + " in it is damaged: "
                  + e.getMessage(),
              e);
        }
      }
    }
    return certificates;
  }
}
