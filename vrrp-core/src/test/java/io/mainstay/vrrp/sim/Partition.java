package io.mainstay.vrrp.sim;

import java.util.SplittableRandom;

/** The shapes in which a network falls apart. */
enum Partition {
  /** Two sides of any size. */
  UNIFORM_SPLIT,
  ISOLATE_ONE,
  /** Each host hears a majority, and no two hear the same one. */
  RING_MAJORITY,
  /** Two sides, and one host that hears both. */
  BRIDGE;

  /** Whether both directions are cut, or only one. */
  enum Symmetry {
    SYMMETRIC,
    ONE_WAY
  }

  /** Who no longer reaches whom, as {@code cut[from][to]}. */
  boolean[][] cut(int hosts, Symmetry symmetry, SplittableRandom random) {
    int[] side = new int[hosts];
    int special = random.nextInt(hosts);
    for (int i = 0; i < hosts; i++) {
      side[i] = this == ISOLATE_ONE ? (i == special ? 1 : 0) : random.nextInt(2);
    }
    boolean[][] cut = new boolean[hosts][hosts];
    for (int from = 0; from < hosts; from++) {
      for (int to = 0; to < hosts; to++) {
        boolean apart =
            switch (this) {
              case RING_MAJORITY -> ringDistance(from, to, hosts) > hosts / 4 + 1;
              case BRIDGE -> side[from] != side[to] && from != special && to != special;
              case UNIFORM_SPLIT, ISOLATE_ONE -> side[from] != side[to];
            };
        boolean thisWay = symmetry == Symmetry.SYMMETRIC || side[from] < side[to];
        cut[from][to] = apart && thisWay;
      }
    }
    return cut;
  }

  private static int ringDistance(int a, int b, int size) {
    int distance = Math.abs(a - b);
    return Math.min(distance, size - distance);
  }
}
