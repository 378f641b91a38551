package io.mainstay.vip;

/**
 * How far an IPv4 address is valid, in the words of {@code ip address}. It decides for which of its
 * own connections a host may choose the address as source; others reach it all the same. The scope
 * of an IPv6 address follows from the address.
 */
public enum AddressScope {
  GLOBAL,
  SITE,
  LINK,
  HOST
}
