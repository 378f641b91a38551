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
 *
 * <p>The test kit in this module's test artifact, {@code io.mainstay.vip.tck}, holds a mover
 * against all of this.
 */
public interface VipMover extends AutoCloseable {

  /** Brings the address here. */
  CompletionStage<VipOutcome> acquire(VirtualAddress address);

  /** Takes the address away from here, and never from another node. */
  CompletionStage<VipOutcome> release(VirtualAddress address);

  /**
   * Asks who holds the address now, without changing anything. The answer comes from where the
   * address lives and not from memory; when that does not answer it is {@link VipHolder.Unknown}.
   */
  CompletionStage<VipHolder> inspect(VirtualAddress address);

  /**
   * Says that the acquire under way for the address is not wanted any more. Its stage is completed
   * all the same; a mover that takes long ends it now and starts nothing that it has not started
   * yet, so that the address is not taken from whoever holds it by then. Does nothing unless
   * overridden.
   */
  default void abandon(VirtualAddress address) {}

  /** How the addresses it holds are looked after; {@link VipUpkeep#INSPECT} unless overridden. */
  default VipUpkeep upkeep() {
    return VipUpkeep.INSPECT;
  }

  /**
   * Ends the mover: what was asked before is completed, what is asked afterwards is not carried
   * out. Addresses still held stay as they are: release them first.
   */
  @Override
  void close();
}
