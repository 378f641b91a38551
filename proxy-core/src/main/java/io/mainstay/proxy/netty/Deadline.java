package io.mainstay.proxy.netty;

import org.jspecify.annotations.Nullable;

/**
 * The one moment at which its owner wants to be woken. Moving it later costs a field write: the
 * wheel finds out when the old moment comes.
 */
final class Deadline {
  /** Who is woken. */
  interface Owner {
    void expired(long nowNanos);
  }

  final Owner owner;
  long atNanos;
  boolean armed;

  /** Where the wheel has it; the slot's moment may be earlier than {@code atNanos}. */
  boolean linked;

  long slotNanos;
  @Nullable Deadline previous;
  @Nullable Deadline next;

  Deadline(Owner owner) {
    this.owner = owner;
  }
}
