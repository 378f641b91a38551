package io.mainstay.proxy.http1;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What the scanner found in one head: offsets into the scanned array, never copies. One head is
 * reused for every message of an event loop, so it says nothing once the next head is scanned or
 * the array changes.
 */
public abstract sealed class MessageHead permits RequestHead, ResponseHead {
  private static final int SPAN = 4;

  byte[] bytes = new byte[0];
  int minorVersion;
  int fieldCount;
  int[] spans = new int[32 * SPAN];
  KnownField[] fields = new KnownField[32];
  @Nullable Http1Violation violation;

  Framing framing = Framing.NONE;
  long contentLength;
  boolean close;
  boolean keepAlive;

  /** Whether Connection names Upgrade. */
  boolean connectionUpgrade;

  /** Only the two heads. */
  MessageHead() {}

  /** How the body ends. */
  public final Framing framing() {
    return framing;
  }

  /** Content-Length, or -1 when the message has none. */
  public final long contentLength() {
    return contentLength;
  }

  /** Whether the message says {@code Connection: close}. */
  public final boolean close() {
    return close;
  }

  /** Whether the message says {@code Connection: keep-alive}. */
  public final boolean keepAlive() {
    return keepAlive;
  }

  /** The x of HTTP/1.x, at most 1: a higher minor version is spoken to as 1.1. */
  public final int minorVersion() {
    return minorVersion;
  }

  /** How many field lines there are. */
  public final int fieldCount() {
    return fieldCount;
  }

  /** Why the last scan or check refused; null when it did not. */
  public final @Nullable Http1Violation violation() {
    return violation;
  }

  void reset(byte[] scanned) {
    bytes = scanned;
    fieldCount = 0;
    violation = null;
    framing = Framing.NONE;
    contentLength = -1;
    close = false;
    keepAlive = false;
    connectionUpgrade = false;
  }

  void add(int nameOffset, int nameLength, int valueOffset, int valueLength) {
    if (fieldCount == fields.length) {
      spans = Arrays.copyOf(spans, spans.length * 2);
      fields = Arrays.copyOf(fields, fields.length * 2);
    }
    int span = fieldCount * SPAN;
    spans[span] = nameOffset;
    spans[span + 1] = nameLength;
    spans[span + 2] = valueOffset;
    spans[span + 3] = valueLength;
    fields[fieldCount++] = KnownField.of(bytes, nameOffset, nameLength);
  }

  int nameOffset(int field) {
    return spans[field * SPAN];
  }

  int nameLength(int field) {
    return spans[field * SPAN + 1];
  }

  int valueOffset(int field) {
    return spans[field * SPAN + 2];
  }

  int valueLength(int field) {
    return spans[field * SPAN + 3];
  }

  /** For tests and logs: allocates. */
  String text(int offset, int length) {
    return new String(bytes, offset, length, StandardCharsets.ISO_8859_1);
  }
}
