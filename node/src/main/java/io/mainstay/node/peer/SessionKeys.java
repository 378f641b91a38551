package io.mainstay.node.peer;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.KeyGenerator;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The keys of one session. All come from the shared secret and from both greetings, which hold both
 * nonces and roles; each purpose and direction has its own, so that no byte of another session or
 * of the other direction fits.
 */
final class SessionKeys {
  /** HMAC-SHA256 cut to 128 bits, as RFC 4868 does. */
  static final int MAC_BYTES = 16;

  private static final String ALGORITHM = "HmacSHA256";

  private final byte[] root;
  private final Mac fromDialler;
  private final Mac fromAcceptor;

  private SessionKeys(byte[] root) {
    this.root = root;
    this.fromDialler = mac(hmac(root, "messages of the dialler"));
    this.fromAcceptor = mac(hmac(root, "messages of the acceptor"));
  }

  static SessionKeys derive(byte[] secret, byte[] diallerHello, byte[] acceptorHello) {
    Mac mac = mac(secret);
    mac.update("mainstay peer link 1".getBytes(StandardCharsets.UTF_8));
    length(mac, diallerHello);
    mac.update(diallerHello);
    length(mac, acceptorHello);
    mac.update(acceptorHello);
    return new SessionKeys(mac.doFinal());
  }

  /** As many unpredictable bytes as a {@link PeerMessage.Nonce} has. */
  static byte[] randomBytes() {
    try {
      KeyGenerator generator = KeyGenerator.getInstance(ALGORITHM);
      generator.init(PeerMessage.Nonce.BYTES * Byte.SIZE);
      return generator.generateKey().getEncoded();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
    }
  }

  /** What that side sends to prove that it knows the secret. */
  byte[] proof(SessionRole of) {
    return hmac(root, of == SessionRole.DIALLER ? "proof of the dialler" : "proof of the acceptor");
  }

  /** The MAC of a message that {@code sender} sends. */
  byte[] tag(SessionRole sender, byte[] type, byte[] sequenceAndBody) {
    Mac mac = sender == SessionRole.DIALLER ? fromDialler : fromAcceptor;
    mac.update(type);
    byte[] whole = mac.doFinal(sequenceAndBody);
    return Arrays.copyOf(whole, MAC_BYTES);
  }

  private static void length(Mac mac, byte[] bytes) {
    mac.update((byte) (bytes.length >> 8));
    mac.update((byte) bytes.length);
  }

  private static byte[] hmac(byte[] key, String purpose) {
    return mac(key).doFinal(purpose.getBytes(StandardCharsets.UTF_8));
  }

  private static Mac mac(byte[] key) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(key, ALGORITHM));
      return mac;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
    }
  }
}
