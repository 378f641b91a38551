package io.mainstay.proxy.balance;

import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import java.util.function.UnaryOperator;

/**
 * The lineup of the moment. Any thread reads it with one volatile read, and any thread replaces it
 * as a whole; nobody waits for anybody, and no change is lost.
 */
public final class CurrentLineup {
  private static final AtomicReferenceFieldUpdater<CurrentLineup, Lineup> LINEUP =
      AtomicReferenceFieldUpdater.newUpdater(CurrentLineup.class, Lineup.class, "lineup");

  private volatile Lineup lineup;

  /** At first {@code lineup}. */
  public CurrentLineup(Lineup lineup) {
    this.lineup = lineup;
  }

  /** The lineup now. */
  public Lineup get() {
    return lineup;
  }

  /**
   * Replaces it with what {@code change} makes of it. Who finds that another was faster changes
   * what that one has made of it, so {@code change} may be asked more than once.
   *
   * @return false when {@code change} gave back what it got
   */
  public boolean change(UnaryOperator<Lineup> change) {
    while (true) {
      Lineup before = lineup;
      Lineup after = change.apply(before);
      if (after == before) {
        return false;
      }
      if (LINEUP.compareAndSet(this, before, after)) {
        return true;
      }
    }
  }
}
