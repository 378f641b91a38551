package io.mainstay.vip;

/**
 * One step of a reconciler. Renewals that change nothing are none.
 *
 * @param address what it was about
 * @param mover the mover's name, empty for a router's only one
 * @param kind what happened
 * @param detail why, in the words of the mover; empty when there is nothing to add
 */
public record VipEvent(VirtualAddress address, String mover, Kind kind, String detail) {

  /** What happened. */
  public enum Kind {
    ACQUIRING,
    RELEASING,
    HELD,
    RELEASED,
    /** Will be tried again. */
    FAILED,
    /** Will be tried again, but only a person can make it succeed. */
    REFUSED,
    /** A held address is not here any more, and nobody asked for that. */
    TAKEN_AWAY
  }
}
