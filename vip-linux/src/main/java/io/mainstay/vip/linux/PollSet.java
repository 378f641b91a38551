package io.mainstay.vip.linux;

/** Waits until one of a few files can be read. One thread at a time. */
final class PollSet {
  /** fd u32, events u16, what happened u16. */
  private static final int ENTRY_BYTES = 8;

  private static final int FIRST_CAPACITY = 8;

  private final NativeBuffer timeout = new NativeBuffer(16);
  private NativeBuffer entries = new NativeBuffer(FIRST_CAPACITY * ENTRY_BYTES);
  private int count;

  /** Adds a file and returns its place. */
  int add(int fd) {
    if (count * ENTRY_BYTES == entries.size()) {
      NativeBuffer larger = new NativeBuffer(entries.size() * 2);
      larger.bytes().put(0, entries.bytes(), 0, entries.size());
      entries = larger;
    }
    int offset = count * ENTRY_BYTES;
    entries.bytes().putInt(offset, fd).putShort(offset + 4, Libc.POLLIN);
    entries.bytes().putShort(offset + 6, (short) 0);
    return count++;
  }

  /** Forgets the files from this place on. */
  void truncate(int place) {
    count = place;
  }

  /** Waits for at most this long; a signal may end it early. */
  void await(long maxNanos) {
    long nanos = Math.max(0, maxNanos);
    timeout.bytes().putLong(0, nanos / 1_000_000_000L).putLong(8, nanos % 1_000_000_000L);
    if (Libc.ppoll(entries.address(), count, timeout.address(), 0) < 0) {
      // What ppoll left in the entries is not about this wait.
      for (int place = 0; place < count; place++) {
        entries.bytes().putShort(place * ENTRY_BYTES + 6, (short) 0);
      }
    }
  }

  /** Whether the last {@link #await} found something at this place, be it an error. */
  boolean ready(int place) {
    return entries.bytes().getShort(place * ENTRY_BYTES + 6) != 0;
  }
}
