package io.mainstay.vip.linux;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Walks over the messages of one datagram and the attributes of one message. A length that does not
 * fit in what is there ends the walk with an exception before a byte past the end is read.
 */
final class NetlinkCursor {
  private final ByteBuffer data;
  private final int end;
  private int next;

  private int messageStart;
  private int messageEnd;
  private int attributesEnd;
  private int attributeStart;
  private int nextAttribute;

  /** Walks over bytes 0 to {@code length}; the buffer must be in host order. */
  NetlinkCursor(ByteBuffer data, int length) {
    this.data = data;
    this.end = length;
  }

  /** Moves to the next message; false when there is none. */
  boolean next() throws MalformedNetlinkException {
    if (next >= end) {
      return false;
    }
    if (end - next < Netlink.HEADER_BYTES) {
      throw new MalformedNetlinkException((end - next) + " bytes where a header needs 16");
    }
    int length = data.getInt(next);
    if (length < Netlink.HEADER_BYTES || length > end - next) {
      throw new MalformedNetlinkException(
          "length " + Integer.toUnsignedString(length) + " with " + (end - next) + " bytes left");
    }
    messageStart = next;
    messageEnd = next + length;
    next = messageStart + Netlink.align(length);
    return true;
  }

  int type() {
    return Short.toUnsignedInt(data.getShort(messageStart + 4));
  }

  int flags() {
    return Short.toUnsignedInt(data.getShort(messageStart + 6));
  }

  int sequence() {
    return data.getInt(messageStart + 8);
  }

  int port() {
    return data.getInt(messageStart + 12);
  }

  /** The fixed part that follows the header must be this long; attributes begin behind it. */
  void body(int length) throws MalformedNetlinkException {
    if (messageEnd - messageStart - Netlink.HEADER_BYTES < length) {
      throw new MalformedNetlinkException(
          "type " + type() + " has no room for its " + length + " bytes");
    }
    attributesEnd = messageEnd;
    nextAttribute = messageStart + Netlink.HEADER_BYTES + Netlink.align(length);
  }

  int bodyByte(int offset) {
    return Byte.toUnsignedInt(data.get(messageStart + Netlink.HEADER_BYTES + offset));
  }

  int bodyShort(int offset) {
    return Short.toUnsignedInt(data.getShort(messageStart + Netlink.HEADER_BYTES + offset));
  }

  int bodyInt(int offset) {
    return data.getInt(messageStart + Netlink.HEADER_BYTES + offset);
  }

  /** Moves to the next attribute behind the {@link #body}; false when there is none. */
  boolean nextAttribute() throws MalformedNetlinkException {
    int left = attributesEnd - nextAttribute;
    if (left < Netlink.ATTRIBUTE_HEADER_BYTES) {
      return false;
    }
    int length = Short.toUnsignedInt(data.getShort(nextAttribute));
    if (length < Netlink.ATTRIBUTE_HEADER_BYTES || length > left) {
      throw new MalformedNetlinkException(
          "attribute length " + length + " with " + left + " bytes left");
    }
    attributeStart = nextAttribute;
    nextAttribute = attributeStart + Netlink.align(length);
    return true;
  }

  /** The attribute's type without the two flag bits on top. */
  int attributeType() {
    return data.getShort(attributeStart + 2) & 0x3fff;
  }

  byte[] attributeBytes() {
    int length =
        Short.toUnsignedInt(data.getShort(attributeStart)) - Netlink.ATTRIBUTE_HEADER_BYTES;
    byte[] value = new byte[length];
    data.get(attributeStart + Netlink.ATTRIBUTE_HEADER_BYTES, value);
    return value;
  }

  int attributeInt() throws MalformedNetlinkException {
    needAttribute(4);
    return data.getInt(attributeStart + Netlink.ATTRIBUTE_HEADER_BYTES);
  }

  int attributeByte() throws MalformedNetlinkException {
    needAttribute(1);
    return Byte.toUnsignedInt(data.get(attributeStart + Netlink.ATTRIBUTE_HEADER_BYTES));
  }

  String attributeText() {
    byte[] value = attributeBytes();
    int length = 0;
    while (length < value.length && value[length] != 0) {
      length++;
    }
    return new String(value, 0, length, StandardCharsets.UTF_8);
  }

  /** The text of one attribute within this one; empty when it is not there. */
  String attributeWithin(int type) throws MalformedNetlinkException {
    int length = Short.toUnsignedInt(data.getShort(attributeStart));
    NetlinkCursor inner = new NetlinkCursor(data, end);
    inner.messageStart = messageStart;
    inner.attributesEnd = attributeStart + length;
    inner.nextAttribute = attributeStart + Netlink.ATTRIBUTE_HEADER_BYTES;
    while (inner.nextAttribute()) {
      if (inner.attributeType() == type) {
        return inner.attributeText();
      }
    }
    return "";
  }

  private void needAttribute(int size) throws MalformedNetlinkException {
    int length =
        Short.toUnsignedInt(data.getShort(attributeStart)) - Netlink.ATTRIBUTE_HEADER_BYTES;
    if (length < size) {
      throw new MalformedNetlinkException(
          "attribute " + attributeType() + " has " + length + " bytes, not " + size);
    }
  }
}
