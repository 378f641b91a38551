package io.mainstay.node.peer;

/** How a connection ended. */
enum SessionEnd {
  /** The peer said that it stops. */
  GOODBYE,
  /** The peer said that it keeps another connection. */
  DUPLICATE,
  /** The other side's kernel ended it, and the peer had said nothing. */
  BROKEN,
  /** This side ended it: refused, silent, or no longer needed. */
  GIVEN_UP,
  /** As {@link #GIVEN_UP}, and trying again soon is of no use. */
  MISCONFIGURED
}
