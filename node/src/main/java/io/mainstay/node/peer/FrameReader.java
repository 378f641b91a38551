package io.mainstay.node.peer;

import java.util.Arrays;

/** Cuts a stream into frames: two bytes of length, then so many bytes. Holds one frame at most. */
final class FrameReader {
  private static final int HEADER_BYTES = 2;

  private byte[] pending = new byte[0];
  private int position;

  void append(byte[] bytes, int length) {
    int left = pending.length - position;
    byte[] joined = new byte[left + length];
    System.arraycopy(pending, position, joined, 0, left);
    System.arraycopy(bytes, 0, joined, left, length);
    pending = joined;
    position = 0;
  }

  /** The next frame's length as soon as its header is there, otherwise -1. */
  int nextLength() {
    return pending.length - position < HEADER_BYTES
        ? -1
        : ((pending[position] & 0xff) << 8) | (pending[position + 1] & 0xff);
  }

  boolean hasFrame() {
    int length = nextLength();
    return length >= 0 && pending.length - position >= HEADER_BYTES + length;
  }

  /** Takes the next frame; only after {@link #hasFrame}. */
  byte[] take() {
    int start = position + HEADER_BYTES;
    int end = start + nextLength();
    position = end;
    return Arrays.copyOfRange(pending, start, end);
  }
}
