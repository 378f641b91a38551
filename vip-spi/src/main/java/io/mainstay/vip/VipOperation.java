package io.mainstay.vip;

/** What a mover can be asked to do. */
public enum VipOperation {
  ACQUIRE,
  RELEASE
}
