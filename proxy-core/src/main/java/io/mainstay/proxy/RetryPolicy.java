package io.mainstay.proxy;

import java.util.Set;

/**
 * How often a request is tried again, and when. Whatever the policy says, a request that has been
 * sent is only repeated if that is harmless: its method is idempotent (RFC 9110 section 9.2.2), it
 * has no body and no byte of an answer went to the client. A kept connection that its server closed
 * just as the request was written counts as if the connection had not opened, for such requests; so
 * does what happens to the repetition.
 *
 * <p>Every retry goes to a server that was not tried yet, without a pause, except that the first
 * one after a kept connection closed goes to the same server over a new connection. When every
 * server was tried, the request has failed.
 *
 * @param retries tries beyond the first, 0 to 100; 3 by default
 * @param on after which failures; {@link RetryOn#CONN_FAILURE} by default
 */
public record RetryPolicy(int retries, Set<RetryOn> on) {
  private static final RetryPolicy DEFAULTS = new RetryPolicy(3, Set.of(RetryOn.CONN_FAILURE));

  /** Refuses a number of retries out of range. */
  public RetryPolicy {
    on = Set.copyOf(on);
    if (retries < 0 || retries > 100) {
      throw new IllegalArgumentException("retries: " + retries + " is not between 0 and 100");
    }
  }

  /** The defaults above. */
  public static RetryPolicy defaults() {
    return DEFAULTS;
  }
}
