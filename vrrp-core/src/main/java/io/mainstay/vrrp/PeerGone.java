package io.mainstay.vrrp;

/** How a peer went away, as something other than its advertisements tells. */
public enum PeerGone {
  /** Its process or its host is dead; it lets go of nothing in an orderly way. */
  DIED,
  /** It stops by its own will. */
  RESIGNED
}
