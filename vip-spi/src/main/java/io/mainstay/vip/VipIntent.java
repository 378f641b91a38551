package io.mainstay.vip;

/** What is wanted of a router's addresses. */
public enum VipIntent {
  /** Nothing has been asked yet: leave everything as it is. */
  NONE,
  /** They are to be here. */
  OWN,
  /** They are not to be here. */
  RELEASE
}
