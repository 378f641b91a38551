package io.mainstay.vip;

/** What the latest answer of a mover tells about an address. */
public enum VipPresence {
  /** Not asked yet, or the latest operation failed half way. */
  UNKNOWN,
  HELD,
  ABSENT
}
