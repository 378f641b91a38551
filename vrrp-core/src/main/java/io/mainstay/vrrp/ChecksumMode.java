package io.mainstay.vrrp;

/**
 * What the checksum of a version 3 message over IPv4 covers. The RFCs disagree: RFC 9568 says the
 * message alone, and RFC 5798 was read by keepalived and FRR as including a pseudo-header. Received
 * messages may use either; this says which one is sent. Version 2 always covers the message alone,
 * and IPv6 always the pseudo-header.
 */
public enum ChecksumMode {
  PSEUDO_HEADER,
  MESSAGE_ONLY
}
