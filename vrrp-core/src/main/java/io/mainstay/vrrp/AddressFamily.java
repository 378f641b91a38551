package io.mainstay.vrrp;

/** The two address families a virtual router can serve; one router serves exactly one of them. */
public enum AddressFamily {
  IPV4(4),
  IPV6(16);

  private final int addressBytes;

  AddressFamily(int addressBytes) {
    this.addressBytes = addressBytes;
  }

  /** How many bytes an address of this family has. */
  public int addressBytes() {
    return addressBytes;
  }
}
