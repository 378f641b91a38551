package io.mainstay.benchmarks.chaos;

import java.util.SplittableRandom;

/** How a client behaves. */
enum Habit {
  STEADY(30),
  PIPELINES(12),
  READS_SLOWLY(4),
  SENDS_SLOWLY(5),
  LEAVES_IN_HEAD(5),
  LEAVES_IN_BODY(6),
  LEAVES_WAITING(6),
  LEAVES_IN_ANSWER(6),
  HALF_CLOSES(4),
  HALF_CLOSES_IN_BODY(4),
  SILENT_IN_HEAD(1),
  UPGRADES(7),
  STREAMS(10);

  private final int share;

  Habit(int share) {
    this.share = share;
  }

  /** Whether the first part of what it does is not HTTP requests that are answered. */
  boolean streams() {
    return this == UPGRADES || this == STREAMS;
  }

  static Habit draw(SplittableRandom random) {
    int all = 0;
    for (Habit habit : values()) {
      all += habit.share;
    }
    int lot = random.nextInt(all);
    for (Habit habit : values()) {
      lot -= habit.share;
      if (lot < 0) {
        return habit;
      }
    }
    return STEADY;
  }
}
