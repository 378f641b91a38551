package io.mainstay.node.config;

/** What a node does about a virtual router while it cannot serve. */
public enum WhenUnhealthy {
  /** Advertise a tenth of the priority, so that any healthy node wins. */
  LOWER,
  /** Give the addresses up, even if no other node takes them. */
  FAULT,
  /** Nothing. */
  IGNORE
}
