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
   * takes, or {@link #NONE} when there is none in the whole round: also when other threads have the
   * turns of those that would be.
   */
  public int next(Round round, Taker taker, int[] tried, int count) {
    int length = round.length();
    long first = 0;
    long last = 0;
    for (int looked = 0; looked < length; looked++) {
      last = turn.getAndIncrement();
      first = looked == 0 ? last : first;
      int server = round.at(last);
      if (!contains(tried, count, server) && taker.take(server)) {
        return server;
      }
    }
    // With turns of others between these, some servers were looked at twice and some not at all.
    return last - first < length ? NONE : anyOf(round, taker, tried, count, last);
  }

  private static int anyOf(Round round, Taker taker, int[] tried, int count, long behind) {
    for (int i = 1; i <= round.length(); i++) {
      int server = round.at(behind + i);
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
