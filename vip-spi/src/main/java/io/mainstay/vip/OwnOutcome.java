package io.mainstay.vip;

/**
 * Hears how one {@link VipReconciler#own} went, on the reconciler's thread; it must not block. Of
 * {@link #installed} and {@link #failed} at most one is called, and once. When the order is
 * superseded by another one first, nothing is called.
 */
public interface OwnOutcome {

  /** Every address is here. */
  void installed();

  /**
   * An address was refused, or failed for longer than {@link VipPolicy#failAfter()}. The reconciler
   * has given up and releases all addresses by itself, so that no part of them stays.
   */
  void failed(String reason);

  /**
   * After {@link #installed}: a held address could not be renewed for longer than {@link
   * VipPolicy#failAfter()}, or was refused. The reconciler goes on trying; called once until all
   * addresses are back.
   */
  default void lost(String reason) {}
}
