package io.mainstay.proxy.queue;

import org.jspecify.annotations.Nullable;

/** A place in a {@link RequestQueue}, which alone reads and writes what is in here. */
public abstract class Place {
  @Nullable WaitingLine line;
  @Nullable Place ahead;
  @Nullable Place behind;

  /** Who came first has the lower one. */
  long number;

  /** For what takes a place. */
  protected Place() {}
}
