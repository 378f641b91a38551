package io.mainstay.vrrp.sim;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * One link, and everything that it does to frames. It delivers at once and in order until told
 * otherwise; each pair of hosts is an edge in each direction.
 */
public final class SimNetwork {
  static final int MAX_HOSTS = 8;

  /**
   * How long a frame is under way: at least {@code minNanos}, exponentially distributed beyond it,
   * and never longer than {@code maxNanos}.
   */
  public record Delay(long minNanos, long meanNanos, long maxNanos) {
    static final Delay NONE = new Delay(0, 0, 0);

    /** Always the same. */
    public static Delay fixed(Duration time) {
      return new Delay(time.toNanos(), time.toNanos(), time.toNanos());
    }

    long sample(SplittableRandom random) {
      if (meanNanos <= minNanos) {
        return minNanos;
      }
      double tail = -Math.log(1 - random.nextDouble()) * (meanNanos - minNanos);
      return Math.min(minNanos + (long) tail, maxNanos);
    }
  }

  private final SimLan lan;
  private final SplittableRandom random;
  private final int[][] hops = new int[MAX_HOSTS][MAX_HOSTS];
  private final boolean[][] cut = new boolean[MAX_HOSTS][MAX_HOSTS];
  private final int[][] losing = new int[MAX_HOSTS][MAX_HOSTS];
  private final long[][] cloggedUntilNanos = new long[MAX_HOSTS][MAX_HOSTS];
  private final long[][] lastArrivalNanos = new long[MAX_HOSTS][MAX_HOSTS];
  private final Map<String, Integer> lostInARow = new HashMap<>();
  private Delay delay = Delay.NONE;
  private boolean reorders;
  private double loss;
  private int mostLostInARow = Integer.MAX_VALUE;
  private double duplication;
  private double replay;
  private long replayNanos;

  SimNetwork(SimLan lan) {
    this.lan = lan;
    random = lan.random();
  }

  public void delay(Delay delay) {
    this.delay = delay;
  }

  /** Whether a frame may overtake another on the same edge. */
  public void reorders(boolean reorders) {
    this.reorders = reorders;
  }

  boolean reorders() {
    return reorders;
  }

  /** Which share of frames is lost, and how many of one router on one edge at most in a row. */
  public void lose(double share, int mostInARow) {
    loss = share;
    mostLostInARow = mostInARow;
    lostInARow.clear();
  }

  public void duplicate(double share) {
    duplication = share;
  }

  /** Which share of frames arrives once more, up to so much later. */
  public void replay(double share, long latestNanos) {
    replay = share;
    replayNanos = latestNanos;
  }

  /** Nothing of the first host reaches the second until {@link #heal}. */
  public void cut(SimHost from, SimHost to) {
    cut[from.number()][to.number()] = true;
  }

  /** Neither host reaches the other until {@link #heal}. */
  public void separate(SimHost a, SimHost b) {
    cut(a, b);
    cut(b, a);
  }

  void cut(boolean[][] edges) {
    for (int from = 0; from < edges.length; from++) {
      System.arraycopy(edges[from], 0, cut[from], 0, edges[from].length);
    }
  }

  /** Loses exactly so many of the next frames on an edge. */
  public void loseNext(SimHost from, SimHost to, int frames) {
    losing[from.number()][to.number()] = frames;
  }

  /** Holds frames on an edge back until then; they arrive together. */
  public void clog(SimHost from, SimHost to, long untilNanos) {
    cloggedUntilNanos[from.number()][to.number()] = untilNanos;
    lan.disturbedUntil(untilNanos);
  }

  /** Every edge works again and loses nothing; delays stay. */
  public void heal() {
    cut(new boolean[MAX_HOSTS][MAX_HOSTS]);
    lose(0, Integer.MAX_VALUE);
    duplication = 0;
    replay = 0;
    lan.disturbedUntil(lan.nowNanos());
  }

  long maxDelayNanos() {
    return Math.max(delay.maxNanos, delay.minNanos);
  }

  /** How many routers are between two hosts, on the way of what is sent to one of them. */
  void hops(SimHost a, SimHost b, int between) {
    hops[a.number()][b.number()] = between;
    hops[b.number()][a.number()] = between;
  }

  int hops(SimHost a, SimHost b) {
    return hops[a.number()][b.number()];
  }

  /** Carries a frame to the host that has the address; to nobody when there is none. */
  void unicast(SimHost from, Frame frame) {
    byte[] destination = frame.destination;
    for (SimHost to : lan.hosts()) {
      if (to != from && destination != null && to.isOwnAddress(frame.link, destination)) {
        carry(from, to, frame.withHopLimit(Frame.HOP_LIMIT - hops(from, to)));
      }
    }
  }

  void broadcast(SimHost from, Frame frame) {
    for (SimHost to : lan.hosts()) {
      if (to != from) {
        carry(from, to, frame);
      }
    }
  }

  private void carry(SimHost from, SimHost to, Frame frame) {
    int a = from.number();
    int b = to.number();
    if (cut[a][b]) {
      return;
    }
    if (losing[a][b] > 0) {
      losing[a][b]--;
      return;
    }
    if (loss > 0 && isLost(from, to, frame)) {
      return;
    }
    deliver(from, to, frame);
    if (duplication > 0 && random.nextDouble() < duplication) {
      deliver(from, to, frame);
    }
    if (replay > 0 && random.nextDouble() < replay) {
      long late = lan.nowNanos() + random.nextLong(replayNanos);
      lan.disturbedUntil(late);
      lan.at(late, () -> to.deliver(frame));
    }
  }

  private boolean isLost(SimHost from, SimHost to, Frame frame) {
    boolean lost = random.nextDouble() < loss;
    if (mostLostInARow == Integer.MAX_VALUE) {
      return lost;
    }
    String router = from + ">" + to + frame.family + frame.vrid();
    int before = lostInARow.getOrDefault(router, 0);
    lost &= before < mostLostInARow;
    lostInARow.put(router, lost ? before + 1 : 0);
    return lost;
  }

  private void deliver(SimHost from, SimHost to, Frame frame) {
    int a = from.number();
    int b = to.number();
    long arrival = lan.nowNanos() + delay.sample(random);
    arrival = Math.max(arrival, cloggedUntilNanos[a][b]);
    if (!reorders) {
      arrival = Math.max(arrival, lastArrivalNanos[a][b]);
      lastArrivalNanos[a][b] = arrival;
    }
    lan.at(arrival, () -> to.deliver(frame));
  }
}
