package io.mainstay.vrrp.packet;

/**
 * Why a received datagram was discarded. The constants stand in the order in which the checks run;
 * the first that fails gives the reason. A discarded datagram changes no state, timer or learned
 * interval.
 */
public enum RejectReason {
  BAD_IP_HEADER("RFC 791 Section 3.1", "the IPv4 header is malformed or the datagram a fragment"),
  NO_HOP_LIMIT("RFC 9568 Section 5.1.2.3", "the hop limit was not delivered with the datagram"),
  WRONG_PROTOCOL("RFC 9568 Section 5.1.1.4", "the IP protocol is not 112"),
  BAD_TTL("RFC 9568 Section 7.1", "the TTL or hop limit is not 255, so it came through a router"),
  WRONG_DESTINATION(
      "RFC 9568 Section 5.1.1.2",
      "the destination is not the VRRP multicast group of its family, nor this host where unicast"
          + " is configured"),
  BAD_SOURCE(
      "RFC 9568 Section 5.1.1.1",
      "the source cannot be the primary address of a router's interface"),
  /** What this host sends must not come back to it; so the network or a twin brought it. */
  OWN_PACKET(
      "RFC 9568 Section 5.1.1.1",
      "this host's own advertisement comes back to it: look for a loop in the network, or for a"
          + " host with the same address and the same configuration"),
  DUPLICATE_ADDRESS(
      "RFC 9568 Section 5.1.1.1",
      "another host sends VRRP from this host's own address; give one of them another address"),
  TRUNCATED("RFC 9568 Section 7.1", "the message is shorter than its fixed fields"),
  BAD_VERSION("RFC 9568 Section 7.1", "the version is neither 2 nor 3"),
  UNKNOWN_TYPE("RFC 9568 Section 7.1", "the type is not ADVERTISEMENT"),
  UNKNOWN_VRID("RFC 9568 Section 7.1", "no virtual router with this VRID runs on the interface"),
  DELIVERY_MISMATCH(
      "RFC 9568 Section 5.1.1.2",
      "one of the two routers uses multicast and the other unicast; set the same on both"),
  UNKNOWN_PEER("no RFC: unicast", "the sender is not among the configured unicast peers"),
  PEER_TTL("no RFC: unicast", "the TTL or hop limit is lower than this peer's may be"),
  VERSION_MISMATCH("RFC 9568 Section 7.1", "the virtual router runs the other version of VRRP"),
  BAD_LENGTH("RFC 9568 Section 7.1", "the length does not follow from the address count"),
  BAD_CHECKSUM("RFC 9568 Section 7.1", "the checksum is wrong"),
  ZERO_ADDRESSES("RFC 9568 Section 5.2.5", "it lists no address"),
  AUTH_TYPE(
      "RFC 3768 Section 5.3.6",
      "its authentication type is not the configured one; set the same on both, rather none"),
  AUTH_FAILURE("RFC 2338 Section 7.1", "its password is not the configured one"),
  ZERO_INTERVAL("RFC 9568 Section 5.2.7", "the advertisement interval is zero"),
  INTERVAL_MISMATCH(
      "RFC 3768 Section 7.1",
      "the advertisement interval differs, so both routers will be MASTER; set the same on both"),
  ADDRESS_MISMATCH(
      "RFC 3768 Section 7.1",
      "the addresses differ from the configured ones; set the same on both"),
  V6_FIRST_NOT_LL("RFC 9568 Section 5.2.9", "the first IPv6 address is not link-local"),
  LOCAL_IS_OWNER("RFC 3768 Section 7.1", "this router owns the addresses and heeds nobody");

  private final String rfc;
  private final String sentence;

  RejectReason(String rfc, String sentence) {
    this.rfc = rfc;
    this.sentence = sentence;
  }

  /** The section that asks for the check, or on which our stricter check rests. */
  public String rfc() {
    return rfc;
  }

  /** What is wrong, for a person. */
  public String sentence() {
    return sentence;
  }
}
