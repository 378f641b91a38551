package io.mainstay.vrrp.state;

/** Why a virtual router changed its state; a transition carries a sentence with the particulars. */
public enum TransitionReason {
  STARTED,
  /** Priority 255 at start: MASTER at once. */
  STARTED_AS_OWNER,
  MASTER_SILENT,
  MASTER_RESIGNED,
  /** Told by somebody who knows, before its silence could tell. */
  MASTER_DIED,
  LOWER_PRIORITY_PREEMPTED,
  HIGHER_PRIORITY_HEARD,
  /** Same priority, and the peer has the higher address. */
  HIGHER_ADDRESS_HEARD,
  /** It was paused for so long that another router must have taken over. */
  STALLED,
  LINK_DOWN,
  FAULT_RAISED,
  INSTALL_FAILED,
  /** Another group of routers uses the same VRID on the link. */
  VRID_TAKEN,
  /** Members of a sync group go together. */
  SYNC_GROUP,
  /** What held it in FAULT is over. */
  RECOVERED,
  STOPPED
}
