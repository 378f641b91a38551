package io.mainstay.vrrp;

/** The protocol versions: 2 is RFC 3768 and IPv4 only; 3 is RFC 5798 and RFC 9568. */
public enum VrrpVersion {
  V2(2),
  V3(3);

  private final int number;

  VrrpVersion(int number) {
    this.number = number;
  }

  /** The number in the first four bits of a message. */
  public int number() {
    return number;
  }
}
