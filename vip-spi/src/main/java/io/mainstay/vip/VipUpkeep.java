package io.mainstay.vip;

/** How a held address is looked after. */
public enum VipUpkeep {

  /** By asking now and then who holds it, and acquiring it again when it is not here any more. */
  INSPECT,

  /**
   * By acquiring it again several times a second: for movers whose addresses expire, and for those
   * to whom that costs next to nothing.
   */
  ACQUIRE_AGAIN
}
