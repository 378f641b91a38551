package io.mainstay.proxy.queue;

import org.jspecify.annotations.Nullable;

/** A place in a {@link RequestQueue}, which alone reads and writes what is in here. */
public abstract class Place {
  private static final int[] NOBODY = {};

  @Nullable WaitingLine line;
  @Nullable Place ahead;
  @Nullable Place behind;

  /** Who came first has the lower one. */
  long number;

  /** Never written. */
  private final int[] avoided;

  /** For what takes a place and may have any server. */
  protected Place() {
    this(NOBODY);
  }

  /** For what takes a place and must have none of these servers: they failed it already. */
  protected Place(int[] avoided) {
    this.avoided = avoided.length == 0 ? NOBODY : avoided.clone();
  }

  /** Whether it must not have this server. */
  boolean avoids(int server) {
    for (int each : avoided) {
      if (each == server) {
        return true;
      }
    }
    return false;
  }

  /** The servers that it must not have; not to be written. */
  int[] avoided() {
    return avoided;
  }
}
