package io.mainstay.node.peer;

/** Who began the connection; both are written into the proofs, so that none can be reflected. */
enum SessionRole {
  DIALLER,
  ACCEPTOR;

  SessionRole opposite() {
    return this == DIALLER ? ACCEPTOR : DIALLER;
  }
}
