package io.mainstay.vip.docker;

/** What may be done about an address that another container keeps. */
public enum Fencing {
  /** Wait until its owner lets go. */
  NEVER,
  /** Disconnect the other container from the network by force, after waiting has failed. */
  DISCONNECT
}
