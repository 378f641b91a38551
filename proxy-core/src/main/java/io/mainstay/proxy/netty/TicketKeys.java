package io.mainstay.proxy.netty;

import io.netty.handler.ssl.OpenSslSessionContext;
import io.netty.handler.ssl.OpenSslSessionTicketKey;
import io.netty.handler.ssl.SslContext;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import javax.crypto.KeyGenerator;

/**
 * The keys of session tickets, with which a client that comes back spares both sides the expensive
 * half of the handshake. A new one every few hours; tickets of the two before are still taken. One
 * thread at a time.
 */
final class TicketKeys {
  private static final Duration AGE = Duration.ofHours(8);
  private static final int KEPT = 3;

  private final Deque<OpenSslSessionTicketKey> keys = new ArrayDeque<>();
  private long madeNanos;

  TicketKeys(long nowNanos) {
    renew(nowNanos);
  }

  /** Has this context take and give tickets; the JDK does so by itself. */
  void installIn(SslContext context) {
    if (context.sessionContext() instanceof OpenSslSessionContext sessions) {
      sessions.setTicketKeys(keys.toArray(OpenSslSessionTicketKey[]::new));
    }
  }

  boolean isOld(long nowNanos) {
    return nowNanos - madeNanos >= AGE.toNanos();
  }

  /** A new key; tickets of the last ones are still good. */
  void renew(long nowNanos) {
    madeNanos = nowNanos;
    byte[] bytes = secret(OpenSslSessionTicketKey.TICKET_KEY_SIZE);
    int hmac = OpenSslSessionTicketKey.NAME_SIZE;
    int aes = hmac + OpenSslSessionTicketKey.HMAC_KEY_SIZE;
    keys.addFirst(
        new OpenSslSessionTicketKey(
            Arrays.copyOfRange(bytes, 0, hmac),
            Arrays.copyOfRange(bytes, hmac, aes),
            Arrays.copyOfRange(bytes, aes, bytes.length)));
    while (keys.size() > KEPT) {
      keys.removeLast();
    }
  }

  private static byte[] secret(int bytes) {
    try {
      KeyGenerator generator = KeyGenerator.getInstance("HmacSHA512");
      generator.init(bytes * Byte.SIZE);
      return generator.generateKey().getEncoded();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has HmacSHA512", e);
    }
  }

  /** No ticket of before is good any more. */
  void forget(long nowNanos) {
    keys.clear();
    renew(nowNanos);
  }
}
