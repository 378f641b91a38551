package io.mainstay.node.config;

/** What a node does about a host that answers for a virtual address and is no VRRP master. */
public enum WhenDuplicate {
  /** Say so, in log and status. */
  WARN,
  /** Say so, and do not become master beside it. */
  FAULT,
  /** Do not even ask. */
  IGNORE
}
