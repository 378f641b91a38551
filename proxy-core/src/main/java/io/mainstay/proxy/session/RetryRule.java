package io.mainstay.proxy.session;

import io.mainstay.proxy.RetryOn;
import io.mainstay.proxy.RetryPolicy;
import io.mainstay.proxy.http1.Method;
import org.jspecify.annotations.Nullable;

/** Whether and where a request that failed is tried again. */
public final class RetryRule {
  /** What is to be done. */
  public enum Verdict {
    /** The request has failed. */
    GIVE_UP,
    /** Once more, over a new connection to the same server. */
    SAME_SERVER,
    /** The same after a pause, in which the server may come back. */
    SAME_SERVER_LATER,
    /** Once more, to a server that was not tried yet. */
    OTHER_SERVER
  }

  /** What a kept connection's end says about its server. */
  public enum Race {
    /** The request went over a new connection, as did all tries before it. */
    NONE,
    /** It went over a kept connection: its server may have closed it just then. */
    KEPT_CONNECTION,
    /** It is the repetition of one that did, so its server may have ended altogether. */
    REPETITION
  }

  private RetryRule() {}

  /** After a connection did not open, so that nothing was sent. */
  public static Verdict notConnected(RetryPolicy policy, int tries, Race race) {
    boolean wanted = race != Race.NONE || policy.on().contains(RetryOn.CONN_FAILURE);
    return wanted && tries <= policy.retries() ? onward(policy) : Verdict.GIVE_UP;
  }

  /** Whether sending a request twice means the same as once, and all of it is at hand. */
  public static boolean repeatable(@Nullable Method method, boolean bodyless) {
    return bodyless && method != null && method.idempotent();
  }

  /**
   * After a repeatable request was sent and failed before any byte of an answer went to the client.
   *
   * @param tries how often it was tried so far, at least once
   */
  public static Verdict sent(RetryPolicy policy, Failure failure, int tries, Race race) {
    if (tries > policy.retries()) {
      return Verdict.GIVE_UP;
    }
    if (failure == Failure.SERVER_CLOSED && race != Race.NONE) {
      return race == Race.KEPT_CONNECTION ? Verdict.SAME_SERVER : onward(policy);
    }
    RetryOn cause = failure.retryOn();
    return cause != null && policy.on().contains(cause) ? onward(policy) : Verdict.GIVE_UP;
  }

  private static Verdict onward(RetryPolicy policy) {
    return policy.redispatch() == RetryPolicy.Redispatch.NEVER
        ? Verdict.SAME_SERVER_LATER
        : Verdict.OTHER_SERVER;
  }
}
