package io.mainstay.proxy.balance;

import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import java.util.function.UnaryOperator;

/**
 * The snapshot of the moment of something immutable. Any thread reads it with one volatile read,
 * and any thread replaces it as a whole; nobody waits for anybody, and no change is lost.
 *
 * @param <S> the snapshot; compared by identity
 */
public final class Current<S> {
  @SuppressWarnings("rawtypes") // There are no class literals with parameters.
  private static final AtomicReferenceFieldUpdater<Current, Object> SNAPSHOT =
      AtomicReferenceFieldUpdater.newUpdater(Current.class, Object.class, "snapshot");

  private volatile Object snapshot;

  /** At first {@code snapshot}. */
  public Current(S snapshot) {
    this.snapshot = snapshot;
  }

  /** The snapshot now. */
  @SuppressWarnings("unchecked") // Nothing else is written.
  public S get() {
    return (S) snapshot;
  }

  /**
   * Replaces it with what {@code change} makes of it. Who finds that another was faster changes
   * what that one has made of it, so {@code change} may be asked more than once.
   *
   * @return false when {@code change} gave back what it got
   */
  public boolean change(UnaryOperator<S> change) {
    while (true) {
      S before = get();
      S after = change.apply(before);
      if (after == before) {
        return false;
      }
      if (SNAPSHOT.compareAndSet(this, before, after)) {
        return true;
      }
    }
  }
}
