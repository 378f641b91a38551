package io.mainstay.vip.linux;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Writes one netlink request, or a batch of them, into a buffer in host order. */
final class NetlinkEncoder {
  private final ByteBuffer buffer;
  private int start;

  NetlinkEncoder(ByteBuffer buffer) {
    this.buffer = buffer;
  }

  NetlinkEncoder begin(int type, int flags, int sequence) {
    buffer.clear();
    return append(type, flags, sequence);
  }

  /** Begins another request behind those already there. */
  NetlinkEncoder append(int type, int flags, int sequence) {
    start = buffer.position();
    buffer.putInt(0).putShort((short) type).putShort((short) flags).putInt(sequence).putInt(0);
    return this;
  }

  NetlinkEncoder addressBody(int family, int prefixLength, int interfaceIndex) {
    return addressBody(family, prefixLength, Netlink.RT_SCOPE_UNIVERSE, interfaceIndex);
  }

  NetlinkEncoder addressBody(int family, int prefixLength, int scope, int interfaceIndex) {
    buffer.put((byte) family).put((byte) prefixLength).put((byte) 0).put((byte) scope);
    buffer.putInt(interfaceIndex);
    return this;
  }

  /** The body of every netfilter message. */
  NetlinkEncoder netfilterBody(int family, int resource) {
    buffer.put((byte) family).put((byte) 0);
    buffer.put((byte) (resource >> 8)).put((byte) resource);
    return this;
  }

  NetlinkEncoder linkBody(int interfaceIndex, int flags, int changedFlags) {
    buffer.putInt(0).putInt(interfaceIndex).putInt(flags).putInt(changedFlags);
    return this;
  }

  NetlinkEncoder neighborBody(int family, int interfaceIndex, int state, int flags) {
    buffer.putInt(family & 0xff).putInt(interfaceIndex);
    buffer.putShort((short) state).put((byte) flags).put((byte) 0);
    return this;
  }

  NetlinkEncoder attribute(int type, byte... value) {
    buffer.putShort((short) (Netlink.ATTRIBUTE_HEADER_BYTES + value.length));
    buffer.putShort((short) type).put(value);
    while (buffer.position() != Netlink.align(buffer.position())) {
      buffer.put((byte) 0);
    }
    return this;
  }

  NetlinkEncoder text(int type, String value) {
    return attribute(type, (value + '\0').getBytes(StandardCharsets.US_ASCII));
  }

  NetlinkEncoder number(int type, int value) {
    buffer.putShort((short) (Netlink.ATTRIBUTE_HEADER_BYTES + 4)).putShort((short) type);
    buffer.putInt(value);
    return this;
  }

  /** A number in network order, as netfilter wants all of its. */
  NetlinkEncoder bigEndian(int type, int value) {
    return attribute(
        type, (byte) (value >>> 24), (byte) (value >>> 16), (byte) (value >>> 8), (byte) value);
  }

  /** How long an address lives; {@code -1} is for ever. */
  NetlinkEncoder lifetimes(int preferredSeconds, int validSeconds) {
    buffer.putShort((short) (Netlink.ATTRIBUTE_HEADER_BYTES + 16));
    buffer.putShort((short) Netlink.IFA_CACHEINFO);
    buffer.putInt(preferredSeconds).putInt(validSeconds).putInt(0).putInt(0);
    return this;
  }

  /** Starts an attribute that holds attributes; {@link #endNest} wants what this returns. */
  int beginNest(int type) {
    int start = buffer.position();
    buffer.putShort((short) 0).putShort((short) type);
    return start;
  }

  NetlinkEncoder endNest(int start) {
    buffer.putShort(start, (short) (buffer.position() - start));
    return this;
  }

  /** Writes the length of the request and returns that of all. */
  int end() {
    int end = buffer.position();
    buffer.putInt(start, end - start);
    return end;
  }
}
