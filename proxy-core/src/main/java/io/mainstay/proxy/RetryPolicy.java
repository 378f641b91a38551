package io.mainstay.proxy;

import java.util.Objects;
import java.util.Set;

/**
 * How often a request is tried again, and when. Whatever the policy says, a request that has been
 * sent is only repeated if that is harmless: its method is idempotent (RFC 9110 section 9.2.2), it
 * has no body and no byte of an answer went to the client. A kept connection that its server closed
 * just as the request was written counts as if the connection had not opened, for such requests; so
 * does what happens to the repetition.
 *
 * <p>A kept connection that closed just then is followed by a new one to the same server. Beyond
 * that {@code redispatch} says where a retry goes; it may have to wait there like any request.
 *
 * @param retries tries beyond the first, 0 to 100; 3 by default
 * @param on after which failures; {@link RetryOn#CONN_FAILURE} by default
 * @param redispatch where a retry goes; {@link Redispatch#EVERY_RETRY} by default
 */
public record RetryPolicy(int retries, Set<RetryOn> on, Redispatch redispatch) {
  /** Where a retry goes. */
  public enum Redispatch {
    /**
     * To a server that was not tried yet, without a pause; when every server was tried, the request
     * has failed. HAProxy's {@code option redispatch 1}.
     */
    EVERY_RETRY,
    /**
     * To the server that failed, after a pause as long as the connect timeout, 1 s at most. For
     * servers that cannot stand in for each other, or a single one that is restarted.
     */
    NEVER
  }

  private static final RetryPolicy DEFAULTS = new RetryPolicy(3, Set.of(RetryOn.CONN_FAILURE));

  /** Refuses a number of retries out of range. */
  public RetryPolicy {
    on = Set.copyOf(on);
    Objects.requireNonNull(redispatch, "redispatch");
    if (retries < 0 || retries > 100) {
      throw new IllegalArgumentException("retries: " + retries + " is not between 0 and 100");
    }
  }

  /** Every retry at another server. */
  public RetryPolicy(int retries, Set<RetryOn> on) {
    this(retries, on, Redispatch.EVERY_RETRY);
  }

  /** The defaults above. */
  public static RetryPolicy defaults() {
    return DEFAULTS;
  }

  /** The same with retries elsewhere. */
  public RetryPolicy withRedispatch(Redispatch other) {
    return new RetryPolicy(retries, on, other);
  }
}
