package io.mainstay.proxy.http1;

/** A status line, its fields, and what {@link ResponseRules} made of them. */
public final class ResponseHead extends MessageHead {
  int status;
  int reasonOffset;
  int reasonLength;
  boolean connectionNames;

  /** The Upgrade field of a 101, or -1. */
  int upgradeField;

  /** The three-digit status. */
  public int status() {
    return status;
  }

  /** Whether another response to the same request follows. */
  public boolean interim() {
    return status < 200;
  }

  @Override
  void reset(byte[] scanned) {
    super.reset(scanned);
    status = 0;
    reasonLength = 0;
    connectionNames = false;
    upgradeField = -1;
  }
}
