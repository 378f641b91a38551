package io.mainstay.vip;

import java.util.concurrent.CompletionStage;

/**
 * Moves virtual addresses to this host and away from it. A mover knows how, never when: the {@link
 * VipReconciler} decides that and calls it for one operation at a time per address.
 *
 * <p>Every operation returns at once and completes its stage later, within the mover's own deadline
 * and from any thread. Operations are idempotent: to acquire what is held answers {@link
 * VipOutcome.Held}, to release what is not held answers {@link VipOutcome.Released}. To acquire a
 * held address again also renews what the mover keeps only for a time.
 */
public interface VipMover extends AutoCloseable {

  /** Brings the address here. */
  CompletionStage<VipOutcome> acquire(VirtualAddress address);

  /** Takes the address away from here, and never from another node. */
  CompletionStage<VipOutcome> release(VirtualAddress address);

  /** Asks whether the address is here, without changing anything. */
  CompletionStage<Boolean> holds(VirtualAddress address);

  /** Ends the mover. Addresses still held stay as they are: release them first. */
  @Override
  void close();
}
