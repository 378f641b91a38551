package io.mainstay.vrrp.state;

/** What a virtual router waits for; it waits for one thing at a time. */
public enum TimerKind {
  /** MASTER: the next advertisement is due. */
  ADVERTISEMENT,
  /** BACKUP: the master was silent too long (RFC 9568 Section 6.2: Active_Down_Timer). */
  MASTER_DOWN,
  /** FAULT: try again after the addresses could not be installed. */
  RETRY,
  /** FAULT: another group that uses the same VRID was silent for long enough. */
  VRID_TAKEN,
  /** MASTER that stops: keep the addresses no longer, although no successor was heard. */
  HAND_OVER
}
