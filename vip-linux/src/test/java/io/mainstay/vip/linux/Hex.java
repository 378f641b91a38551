package io.mainstay.vip.linux;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;

/** Golden bytes as text. They are little-endian, as the hosts served here are. */
final class Hex {
  private Hex() {}

  static byte[] bytes(String text) {
    return HexFormat.of().parseHex(text.replaceAll("\\s", ""));
  }

  /** A buffer that ends where the bytes end, so that one read past them fails the test. */
  static ByteBuffer buffer(byte[] bytes) {
    return ByteBuffer.wrap(bytes.clone()).order(ByteOrder.LITTLE_ENDIAN);
  }

  static NetlinkCursor cursor(String text) {
    byte[] bytes = bytes(text);
    return new NetlinkCursor(buffer(bytes), bytes.length);
  }

  static String text(ByteBuffer buffer, int length) {
    byte[] bytes = new byte[length];
    buffer.get(0, bytes);
    return HexFormat.of().formatHex(bytes);
  }
}
