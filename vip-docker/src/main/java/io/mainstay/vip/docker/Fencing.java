package io.mainstay.vip.docker;

/** What may be done about an address that another container has or claims. */
public enum Fencing {
  /** Wait until its owner lets go. */
  NEVER,
  /**
   * Disconnect its owner from the network by force, after waiting has failed, and containers that
   * do not run but will ask for the address at their next start at once.
   */
  DISCONNECT
}
