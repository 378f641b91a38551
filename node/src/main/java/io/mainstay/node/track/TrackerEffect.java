package io.mainstay.node.track;

/** What a tracker does to the election. */
public sealed interface TrackerEffect {

  /** While it fails, the router takes no part: a master resigns and removes the addresses. */
  record Fault() implements TrackerEffect {}

  /**
   * Moves the priority, with keepalived's meaning: a negative weight is added while the tracker
   * fails, a positive one while it is ok.
   *
   * @param points -253 to 253; 0 only in a {@link TrackerState} whose file says so
   */
  record Weight(int points) implements TrackerEffect {
    /** The largest amount that can matter: the span of the priorities 1 to 254. */
    public static final int MAX = 253;

    public Weight {
      if (points < -MAX || points > MAX) {
        throw new IllegalArgumentException("a weight must be -253 to 253, not " + points);
      }
    }

    /** What is added to the priority now. */
    public int added(boolean ok) {
      return ok ? Math.max(points, 0) : Math.min(points, 0);
    }
  }

  /** The number in a file is the weight, and is always added; -254 or less means fault. */
  record Content() implements TrackerEffect {}
}
