package io.mainstay.proxy.tls;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;

/** Private keys as they stand in PEM files: PKCS#8, and the older forms of RSA and EC keys. */
final class PemKey {
  private static final byte[] VERSION = {Der.INTEGER, 1, 0};
  private static final byte[] RSA = {
    Der.SEQUENCE, 13, 6, 9, 0x2a, (byte) 0x86, 0x48, (byte) 0x86, (byte) 0xf7, 13, 1, 1, 1, 5, 0
  };

  private PemKey() {}

  /**
   * Reads one.
   *
   * @param label what stands between BEGIN and END
   * @param certified the key of its certificate, which says what kind of key it is
   */
  static PrivateKey read(String label, byte[] der, PublicKey certified)
      throws GeneralSecurityException {
    byte[] pkcs8 =
        switch (label) {
          case "PRIVATE KEY" -> der;
          case "RSA PRIVATE KEY" -> Der.of(Der.SEQUENCE, VERSION, RSA, Der.of(Der.OCTETS, der));
          case "EC PRIVATE KEY" ->
              Der.of(Der.SEQUENCE, VERSION, curve(certified), Der.of(Der.OCTETS, der));
          default -> throw new GeneralSecurityException("a key of the kind '" + label + "'");
        };
    return KeyFactory.getInstance(certified.getAlgorithm())
        .generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
  }

  /** The algorithm with its curve, as the certificate's own key begins. */
  private static byte[] curve(PublicKey certified) throws GeneralSecurityException {
    if (!(certified instanceof ECPublicKey)) {
      throw new GeneralSecurityException("an EC key beside a certificate for another kind");
    }
    byte[] encoded = certified.getEncoded();
    int start = (encoded[1] & 0x80) == 0 ? 2 : 2 + (encoded[1] & 0x7f);
    return Arrays.copyOfRange(encoded, start, start + 2 + encoded[start + 1]);
  }
}
