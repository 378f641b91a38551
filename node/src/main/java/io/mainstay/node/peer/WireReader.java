package io.mainstay.node.peer;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Reads the fields of a message. What is missing or not allowed makes the whole message malformed:
 * the reader then gives zeroes and empty texts, and {@link #isWellFormed} is false.
 */
final class WireReader {
  private final ByteBuffer buffer;
  private boolean malformed;

  WireReader(byte[] bytes) {
    buffer = ByteBuffer.wrap(bytes);
  }

  int u8() {
    return has(1) ? buffer.get() & 0xff : 0;
  }

  int u16() {
    return has(2) ? buffer.getShort() & 0xffff : 0;
  }

  long i64() {
    return has(8) ? buffer.getLong() : 0;
  }

  byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    if (has(length)) {
      buffer.get(bytes);
    }
    return bytes;
  }

  /** A printable text that is not blank. */
  String text() {
    byte[] utf8 = bytes(u8());
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8)).toString();
      require(WireText.fits(text));
      return malformed ? "" : text;
    } catch (CharacterCodingException e) {
      malformed = true;
      return "";
    }
  }

  <E extends Enum<E>> E oneOf(WireCode<E> codes) {
    Optional<E> constant = codes.constant(u8());
    require(constant.isPresent());
    return constant.orElse(codes.any());
  }

  void require(boolean holds) {
    malformed |= !holds;
  }

  /** All that was read was there and allowed, and nothing is left over. */
  boolean isWellFormed() {
    return !malformed && !buffer.hasRemaining();
  }

  private boolean has(int length) {
    require(buffer.remaining() >= length);
    return !malformed;
  }
}
