package io.mainstay.proxy.balance;

import java.util.Arrays;

/**
 * One whole round of turns: each server as often as its weight says and spread evenly. With weights
 * 5, 1, 1 the turns go a a b a c a a. Immutable.
 */
public final class Round {
  /**
   * The longest round. Weights that need a longer one, as those of servers that start slowly do,
   * are rounded up to fit.
   */
  private static final int LONGEST = 8_192;

  private final int[] order;

  private Round(int[] order) {
    this.order = order;
  }

  /** Of servers 0 to {@code weights.length - 1}; a weight of 0 never gets a turn. */
  public static Round of(int... weights) {
    boolean[] all = new boolean[weights.length];
    Arrays.fill(all, true);
    return of(weights, all);
  }

  /** The same with those servers only that {@code taking} says take part. */
  public static Round of(int[] weights, boolean[] taking) {
    return new Round(order(fitting(weights, taking), taking));
  }

  /** How many turns it has; 0 when no server takes part. */
  int length() {
    return order.length;
  }

  /** The server at a turn, or {@link RoundRobin#NONE}. */
  int at(long turn) {
    return order.length == 0
        ? RoundRobin.NONE
        : order[(int) ((turn & Long.MAX_VALUE) % order.length)];
  }

  /**
   * A server by lot, as likely as its weight says, or {@link RoundRobin#NONE}.
   *
   * @param lot any number
   */
  public int draw(int lot) {
    return order.length == 0
        ? RoundRobin.NONE
        : order[Integer.remainderUnsigned(lot, order.length)];
  }

  /**
   * Each step every server earns its weight, the richest has the turn and pays the sum of all
   * weights; that is the smoothest order there is for integer weights.
   */
  private static int[] order(int[] weights, boolean[] taking) {
    int[] servers = new int[weights.length];
    int count = 0;
    int divisor = 0;
    for (int server = 0; server < weights.length; server++) {
      if (taking[server] && weights[server] > 0) {
        servers[count++] = server;
        divisor = greatestCommonDivisor(weights[server], divisor);
      }
    }
    int total = 0;
    for (int i = 0; i < count; i++) {
      total += weights[servers[i]] / divisor;
    }
    if (total == count) {
      // One turn for each. The steps below come to the same, in the square of their number.
      return Arrays.copyOf(servers, count);
    }
    int[] order = new int[total];
    long[] earned = new long[weights.length];
    for (int step = 0; step < total; step++) {
      int richest = servers[0];
      for (int i = 0; i < count; i++) {
        int server = servers[i];
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
    if (divisor == 0 || total / divisor <= LONGEST) {
      return exact;
    }
    int[] fitting = new int[exact.length];
    for (int server = 0; server < exact.length; server++) {
      fitting[server] = (int) ((exact[server] * (long) LONGEST + total - 1) / total);
    }
    return fitting;
  }

  private static int greatestCommonDivisor(int a, int b) {
    return b == 0 ? a : greatestCommonDivisor(b, a % b);
  }
}
