package io.mainstay.node.accesslog;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Bytes of lines while they are written; grows as needed and is reused. For one thread. */
public final class LineBuffer {
  private byte[] bytes;
  private int length;

  /** Empty, with room for so many bytes to begin with. */
  public LineBuffer(int bytes) {
    this.bytes = new byte[bytes];
  }

  /** The bytes; only those before {@link #length} count, and only until more is written. */
  public byte[] bytes() {
    return bytes;
  }

  /** A copy of those that count. */
  byte[] copy() {
    return Arrays.copyOf(bytes, length);
  }

  /** How many there are. */
  public int length() {
    return length;
  }

  /** Forgets all behind the first {@code to} bytes. */
  public void cut(int to) {
    length = Math.min(length, to);
  }

  /** Adds a byte. */
  public void add(byte one) {
    put(one);
  }

  /** Ends a line. */
  public void endLine() {
    put((byte) 10);
  }

  LineBuffer put(char ascii) {
    return put((byte) ascii);
  }

  LineBuffer put(byte one) {
    room(1);
    bytes[length++] = one;
    return this;
  }

  /** Text that is known to be ASCII. */
  LineBuffer put(String ascii) {
    int count = ascii.length();
    room(count);
    for (int i = 0; i < count; i++) {
      bytes[length++] = (byte) ascii.charAt(i);
    }
    return this;
  }

  /** Bytes of text. */
  LineBuffer put(byte[] text) {
    room(text.length);
    System.arraycopy(text, 0, bytes, length, text.length);
    length += text.length;
    return this;
  }

  /** Any text, as UTF-8. */
  LineBuffer text(String text) {
    return put(text.getBytes(StandardCharsets.UTF_8));
  }

  LineBuffer put(long number) {
    if (number >= 0 && number < 10) {
      return put((char) ('0' + number));
    }
    if (number < 0) {
      put('-');
    }
    room(19);
    // Negative all the way: the smallest long has no positive counterpart.
    long rest = number < 0 ? number : -number;
    int digits = 1;
    for (long left = rest / 10; left != 0; left /= 10) {
      digits++;
    }
    for (int at = length + digits - 1; at >= length; at--) {
      bytes[at] = (byte) ('0' - rest % 10);
      rest /= 10;
    }
    length += digits;
    return this;
  }

  /** A number below 1000 in three digits. */
  LineBuffer threeDigits(int number) {
    return put((char) ('0' + number / 100))
        .put((char) ('0' + number / 10 % 10))
        .put((char) ('0' + number % 10));
  }

  private void room(int more) {
    if (length + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
    }
  }

  @Override
  public String toString() {
    return new String(bytes, 0, length, StandardCharsets.UTF_8);
  }
}
