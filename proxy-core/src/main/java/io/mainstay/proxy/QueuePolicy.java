package io.mainstay.proxy;

import java.util.Objects;

/**
 * How requests wait while all servers of a backend are at their {@link Server#maxConn()}: first
 * come, first served, on all event loops together, and no longer than {@link
 * BackendTimeouts#queue()}.
 *
 * @param limit the most that may wait for whichever server is free first, beyond which the answer
 *     is 503 at once; 0, the default, leaves it to the bound of client connections
 * @param onClientClose what becomes of a waiting request whose client says that it sends no more
 */
public record QueuePolicy(int limit, OnClientClose onClientClose) {
  /** What an end of the client's sending means while its request waits, in HTTP mode. */
  public enum OnClientClose {
    /** The client is gone, so no server is bothered (HAProxy's {@code abortonclose}). Default. */
    ABORT,
    /** The client may still want its answer: few do, and they close only one direction. */
    KEEP
  }

  private static final QueuePolicy DEFAULTS = new QueuePolicy(0, OnClientClose.ABORT);

  /** Refuses a negative limit. */
  public QueuePolicy {
    Objects.requireNonNull(onClientClose, "onClientClose");
    if (limit < 0) {
      throw new IllegalArgumentException("queue limit: " + limit + " is negative");
    }
  }

  /** The defaults above. */
  public static QueuePolicy defaults() {
    return DEFAULTS;
  }

  /** The same with another limit. */
  public QueuePolicy withLimit(int other) {
    return new QueuePolicy(other, onClientClose);
  }

  /** The same with another reading of a client that sends no more. */
  public QueuePolicy withOnClientClose(OnClientClose other) {
    return new QueuePolicy(limit, other);
  }
}
