package io.mainstay.vip.digitalocean;

/** What to do with the assignment when this node gives up the address. */
public enum OnRelease {
  /** Leave it to the next owner, whose assignment moves the address. */
  KEEP,
  /** Unassign the address if it is still assigned to this droplet. */
  UNASSIGN
}
