package io.mainstay.benchmarks.chaos;

import org.jspecify.annotations.Nullable;

/**
 * A request at a server, or a stream. Its connection's thread writes, anybody may read; what is
 * read is final once the connection is closed.
 */
final class Arrival {
  final String server;
  final Fate fate;

  /** Whether its connection had served another request. */
  final boolean reused;

  final long atNanos = System.nanoTime();

  /** All of it came, to the last byte. */
  volatile boolean requestWhole;

  /** A byte of an answer was written. */
  volatile boolean begun;

  /** When; or when it ended without one. */
  volatile long begunNanos;

  /** All of the answer was written. */
  volatile boolean whole;

  /** The server died with it. */
  volatile boolean killed;

  /** What was wrong with what came. */
  volatile @Nullable String wrong;

  /** Bytes of a stream that came. */
  volatile long received;

  /** The peer said its last word. */
  volatile boolean cleanEnd;

  Arrival(String server, Fate fate, boolean reused) {
    this.server = server;
    this.fate = fate;
    this.reused = reused;
  }

  void begin() {
    begun = true;
    begunNanos = System.nanoTime();
  }

  @Override
  public String toString() {
    return server
        + ":"
        + fate
        + (reused ? ",reused" : ",fresh")
        + (requestWhole ? ",request whole" : "")
        + (whole ? ",answered" : begun ? ",begun" : "")
        + (killed ? ",killed" : "");
  }
}
