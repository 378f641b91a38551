package io.mainstay.vrrp.state;

/** Where a virtual router stands (RFC 9568 Section 6.4, which says Active for MASTER). */
public enum VrrpState {
  /** Not started, or stopped. */
  INIT,
  /** Listens for the master's advertisements and holds no address. */
  BACKUP,
  /** Advertises, and holds the addresses. */
  MASTER,
  /** Takes no part until its interface, its health or its installer works again. Not in the RFC. */
  FAULT
}
