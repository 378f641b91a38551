package io.mainstay.benchmarks.chaos;

/** What a body consists of: every byte follows from whose it is and where it stands. */
final class Content {
  private final long id;
  private long position;
  private long word;

  /** From the beginning. */
  Content(long id) {
    this.id = id;
  }

  /** How far it came. */
  long position() {
    return position;
  }

  private byte next() {
    int at = (int) (position & 7);
    if (at == 0) {
      word = mix(id * 0x9E3779B97F4A7C15L + position);
    }
    position++;
    return (byte) (word >>> (at << 3));
  }

  /** The next bytes. */
  byte[] next(int length) {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = next();
    }
    return bytes;
  }

  /** Whether these are the next bytes. */
  boolean goesOnWith(byte[] bytes, int from, int to) {
    for (int i = from; i < to; i++) {
      if (bytes[i] != next()) {
        return false;
      }
    }
    return true;
  }

  /** Steele and Lea's finalizer: neighbours have nothing in common. */
  private static long mix(long value) {
    long a = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
    long b = (a ^ (a >>> 27)) * 0x94D049BB133111EBL;
    return b ^ (b >>> 31);
  }
}
