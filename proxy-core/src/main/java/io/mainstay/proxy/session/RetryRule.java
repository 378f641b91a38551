package io.mainstay.proxy.session;

import io.mainstay.proxy.http1.Method;
import org.jspecify.annotations.Nullable;

/** When a request may be sent a second time. */
public final class RetryRule {
  /** Connections that one request may try after its first. */
  public static final int CONNECT_RETRIES = 3;

  private RetryRule() {}

  /** Whether another server may be tried after {@code attempts} connections failed to open. */
  public static boolean connectAgain(int attempts) {
    return attempts <= CONNECT_RETRIES;
  }

  /**
   * Whether a request may be repeated whose connection died before any byte of a response. A server
   * may close an unused connection just as a request is written to it; only then, only once, and
   * only if sending it twice is harmless and all of it is at hand (RFC 9110 section 9.2.2).
   *
   * @param reused whether the connection had served a request before
   * @param repeated whether this request was repeated already
   * @param bodyless whether the request has no body
   */
  public static boolean sendAgain(
      boolean reused, boolean repeated, boolean bodyless, @Nullable Method method) {
    return reused && !repeated && bodyless && method != null && method.idempotent();
  }
}
