package io.mainstay.node.peer;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Writes the fields of a message, big-endian, into a buffer of the largest frame's size. */
final class WireWriter {
  private final ByteBuffer buffer = ByteBuffer.allocate(PeerLinkLimits.MAX_FRAME_BYTES);

  WireWriter u8(int value) {
    buffer.put((byte) value);
    return this;
  }

  WireWriter u16(int value) {
    buffer.putShort((short) value);
    return this;
  }

  WireWriter i64(long value) {
    buffer.putLong(value);
    return this;
  }

  WireWriter bytes(byte[] value) {
    buffer.put(value);
    return this;
  }

  WireWriter text(String value) {
    byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
    return u8(utf8.length).bytes(utf8);
  }

  byte[] written() {
    byte[] written = new byte[buffer.position()];
    buffer.flip().get(written);
    return written;
  }
}
