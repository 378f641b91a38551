package io.mainstay.vip.digitalocean;

/**
 * How many requests may still go out: so many in any minute, and none while the API wants a pause.
 * One budget serves all of a mover's addresses, because the API counts by token. Pure; for one
 * thread.
 */
final class RequestBudget {

  static final long WINDOW_NANOS = 60_000_000_000L;

  /** When the latest requests went out, the oldest to be overwritten next. */
  private final long[] sentNanos;

  private int next;
  private int sent;
  private boolean paused;
  private long pausedUntilNanos;

  RequestBudget(int requestsPerMinute) {
    sentNanos = new long[requestsPerMinute];
  }

  /** How long a request must wait; 0 when it may go now. */
  long waitNanos(long nowNanos) {
    long wait = 0;
    if (sent == sentNanos.length) {
      wait = Math.max(0, sentNanos[next] + WINDOW_NANOS - nowNanos);
    }
    if (paused) {
      wait = Math.max(wait, pausedUntilNanos - nowNanos);
    }
    return wait;
  }

  /** A request goes out now. */
  void spend(long nowNanos) {
    paused = false;
    sentNanos[next] = nowNanos;
    next = (next + 1) % sentNanos.length;
    sent = Math.min(sent + 1, sentNanos.length);
  }

  /** Nothing goes out before that time. */
  void pauseUntil(long nanos) {
    if (!paused || nanos - pausedUntilNanos > 0) {
      paused = true;
      pausedUntilNanos = nanos;
    }
  }
}
