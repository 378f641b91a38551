package io.mainstay.node.status;

import io.mainstay.node.config.StatusUser;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Who may ask, by HTTP's basic authentication (RFC 7617). How long a refusal takes says nothing of
 * how near the guess was, nor of whose name exists. Pure.
 */
final class BasicAuth {
  private static final String SCHEME = "basic ";

  private final List<byte[]> digests;

  BasicAuth(List<StatusUser> users) {
    this.digests =
        users.stream()
            .map(user -> digest(user.credentials().getBytes(StandardCharsets.UTF_8)))
            .toList();
  }

  /**
   * Whether a request may be answered.
   *
   * @param authorization its field of that name, or null without one
   */
  boolean allows(@Nullable String authorization) {
    if (digests.isEmpty()) {
      return true;
    }
    byte[] asked = digest(credentials(authorization == null ? "" : authorization));
    boolean known = false;
    for (byte[] digest : digests) {
      known |= MessageDigest.isEqual(digest, asked);
    }
    return known;
  }

  private static byte[] credentials(String authorization) {
    if (!authorization.toLowerCase(Locale.ROOT).startsWith(SCHEME)) {
      return new byte[0];
    }
    try {
      return Base64.getDecoder().decode(authorization.substring(SCHEME.length()).strip());
    } catch (IllegalArgumentException e) {
      return new byte[0];
    }
  }

  private static byte[] digest(byte[] credentials) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(credentials);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JVM has SHA-256", e);
    }
  }
}
