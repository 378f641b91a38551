package io.mainstay.vip.digitalocean;

/** Whether the anchor address must be on this host before an IPv4 address is assigned to it. */
public enum AnchorCheck {
  /** Where the metadata service names an anchor address, it must. */
  REQUIRE,
  /** It is nobody's business here. */
  IGNORE
}
