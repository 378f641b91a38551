package io.mainstay.proxy.balance;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Servers in turn, each as often as its weight says and spread evenly: with weights 5, 1, 1 the
 * turns go a a b a c a a. One counter is shared by every thread, so the order holds however
 * connections fall on event loops. {@link #next} is wait-free and allocates nothing; changing who
 * takes part publishes a new order and may be called from any thread.
 */
public final class RoundRobin {
  /** What {@link #next} gives when no server takes part. */
  public static final int NONE = -1;

  /**
   * The longest round. Weights that need a longer one, as those of servers that start slowly do,
   * are rounded up to fit.
   */
  private static final int LONGEST_ROUND = 8_192;

  private final int[] weights;
  private final Turn turn = new Turn();
  private volatile int[] order;

  /** Servers 0 to {@code weights.length - 1}, all taking part; a weight of 0 never gets a turn. */
  public RoundRobin(int[] weights) {
    this.weights = weights.clone();
    boolean[] all = new boolean[weights.length];
    Arrays.fill(all, true);
    this.order = order(this.weights, all);
  }

  /** Replaces the set of servers that take part. */
  public void available(boolean[] taking) {
    order = order(weights, taking);
  }

  /** Replaces the set of servers that take part, and their weights. */
  public void available(boolean[] taking, int[] weightsNow) {
    order = order(weightsNow, taking);
  }

  /** The server whose turn it is, or {@link #NONE}. */
  public int next() {
    int[] current = order;
    if (current.length == 0) {
      return NONE;
    }
    return current[(int) ((turn.getAndIncrement() & Long.MAX_VALUE) % current.length)];
  }

  /** Has the last word on a server whose turn it is. */
  public interface Taker {
    /** Whether it is to be this server; must not wait. */
    boolean take(int server);
  }

  /**
   * The next server that is none of the first {@code count} of {@code tried} and that {@code taker}
   * takes, or {@link #NONE}. Looks at no more than one whole round.
   */
  public int next(Taker taker, int[] tried, int count) {
    for (int looked = order.length; looked > 0; looked--) {
      int server = next();
      if (server != NONE && !contains(tried, count, server) && taker.take(server)) {
        return server;
      }
    }
    return NONE;
  }

  /**
   * A server by lot, as likely as its weight says, or {@link #NONE}.
   *
   * @param lot any number
   */
  public int draw(int lot) {
    int[] current = order;
    return current.length == 0 ? NONE : current[Integer.remainderUnsigned(lot, current.length)];
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

  /**
   * One whole round. Each step every server earns its weight, the richest has the turn and pays the
   * sum of all weights; that is the smoothest order there is for integer weights.
   */
  private static int[] order(int[] exact, boolean[] taking) {
    int[] weights = fitting(exact, taking);
    List<Integer> servers = new ArrayList<>();
    int divisor = 0;
    for (int server = 0; server < weights.length; server++) {
      if (taking[server] && weights[server] > 0) {
        servers.add(server);
        divisor = greatestCommonDivisor(weights[server], divisor);
      }
    }
    int total = 0;
    for (int server : servers) {
      total += weights[server] / divisor;
    }
    int[] order = new int[total];
    long[] earned = new long[weights.length];
    for (int step = 0; step < total; step++) {
      int richest = servers.get(0);
      for (int server : servers) {
        earned[server] += weights[server] / divisor;
        if (earned[server] > earned[richest]) {
          richest = server;
        }
      }
      earned[richest] -= total;
      order[step] = richest;
    }
    return order;
  }

  private static int[] fitting(int[] exact, boolean[] taking) {
    long total = 0;
    int divisor = 0;
    for (int server = 0; server < exact.length; server++) {
      total += taking[server] ? exact[server] : 0;
      divisor = taking[server] ? greatestCommonDivisor(exact[server], divisor) : divisor;
    }
    if (divisor == 0 || total / divisor <= LONGEST_ROUND) {
      return exact;
    }
    int[] fitting = new int[exact.length];
    for (int server = 0; server < exact.length; server++) {
      fitting[server] = (int) ((exact[server] * (long) LONGEST_ROUND + total - 1) / total);
    }
    return fitting;
  }

  private static int greatestCommonDivisor(int a, int b) {
    return b == 0 ? a : greatestCommonDivisor(b, a % b);
  }

  /** A counter alone on its cache lines, since every loop writes it with every request. */
  private static final class Turn extends AtomicLong {
    @SuppressWarnings("unused")
    long p1, p2, p3, p4, p5, p6, p7, p8, p9, p10, p11, p12, p13, p14;
  }
}
