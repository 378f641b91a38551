package io.mainstay.proxy.balance;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Servers in turn. One counter is shared by every thread, so the order of a {@link Round} holds
 * however connections fall on event loops. Wait-free, and nothing is allocated.
 */
public final class RoundRobin {
  /** Instead of a server: none takes part. */
  public static final int NONE = -1;

  private final Turn turn = new Turn();

  /** Has the last word on a server whose turn it is. */
  public interface Taker {
    /** Whether it is to be this server; must not wait. */
    boolean take(int server);
  }

  /** At the first turn. */
  public RoundRobin() {}

  /** The server whose turn it is, or {@link #NONE}. */
  public int next(Round round) {
    return round.length() == 0 ? NONE : round.at(turn.getAndIncrement());
  }

  /**
   * The next server that is none of the first {@code count} of {@code tried} and that {@code taker}
   * takes, or {@link #NONE}. Looks at no more than one whole round.
   */
  public int next(Round round, Taker taker, int[] tried, int count) {
    for (int looked = round.length(); looked > 0; looked--) {
      int server = next(round);
      if (!contains(tried, count, server) && taker.take(server)) {
        return server;
      }
    }
    return NONE;
  }

  /** Whether {@code server} is one of the first {@code count} of {@code tried}. */
  public static boolean contains(int[] tried, int count, int server) {
    for (int i = 0; i < count; i++) {
      if (tried[i] == server) {
        return true;
      }
    }
    return false;
  }

  /** A counter alone on its cache lines, since every loop writes it with every request. */
  private static final class Turn extends AtomicLong {
    @SuppressWarnings("unused")
    long p1, p2, p3, p4, p5, p6, p7, p8, p9, p10, p11, p12, p13, p14;
  }
}
