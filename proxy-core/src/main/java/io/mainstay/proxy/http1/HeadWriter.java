package io.mainstay.proxy.http1;

import org.jspecify.annotations.Nullable;

/**
 * Writes heads anew from scanned slices into an array of its own, which the next head overwrites.
 * Whatever frames a message is written from what the rules decided, never copied.
 */
public final class HeadWriter {
  private static final int ADDED_BYTES = 1024;

  private static final byte[] VERSION = Bytes.ascii(" HTTP/1.1\r\nHost: ");
  private static final byte[] VERSION_WITHOUT_HOST = Bytes.ascii(" HTTP/1.1");
  private static final byte[] STATUS = Bytes.ascii("HTTP/1.1 ");
  private static final byte[] CRLF = Bytes.ascii("\r\n");
  private static final byte[] COLON = Bytes.ascii(": ");
  private static final byte[] CONTENT_LENGTH = Bytes.ascii("Content-Length: ");
  private static final byte[] CHUNKED = Bytes.ascii("Transfer-Encoding: chunked\r\n");
  private static final byte[] CLOSE = Bytes.ascii("Connection: close\r\n");
  private static final byte[] TE_TRAILERS = Bytes.ascii("TE: trailers\r\nConnection: TE\r\n");
  private static final byte[] UPGRADE = Bytes.ascii("Connection: upgrade\r\nUpgrade: ");
  private static final byte[] MAX_FORWARDS = Bytes.ascii("Max-Forwards: ");
  private static final byte[] FORWARDED_FOR = Bytes.ascii("X-Forwarded-For: ");
  private static final byte[] FORWARDED_PROTO = Bytes.ascii("X-Forwarded-Proto: http\r\n");
  private static final byte[] VIA_1_1 = Bytes.ascii("Via: 1.1 mainstay\r\n\r\n");
  private static final byte[] VIA_1_0 = Bytes.ascii("Via: 1.0 mainstay\r\n\r\n");

  /** What becomes of the fields that say who the client is. */
  public enum ForwardedFields {
    /** They pass as they came. */
    PASS,
    /** What the client said is dropped; its socket address is written. */
    REPLACE,
    /** The socket address is added behind what the client said. */
    APPEND,
    /** They pass; the socket address, a trusted proxy's, is added. */
    TRUST
  }

  private final byte[] out;
  private int length;

  /** A writer for any head that {@code limits} lets pass. */
  public HeadWriter(HttpLimits limits) {
    // A field "a:b" takes one byte more when it is written, after its colon.
    out = new byte[limits.headBytes() + limits.fieldCount() + ADDED_BYTES];
  }

  /** Holds the head last written, from index 0. */
  public byte[] bytes() {
    return out;
  }

  /** Length of the head last written. */
  public int length() {
    return length;
  }

  /**
   * Writes a checked request as it goes to a server.
   *
   * @param client the client's address as text, or null to leave the client's fields alone
   */
  public void request(RequestHead head, ForwardedFields forwarded, byte @Nullable [] client) {
    byte[] b = head.bytes;
    ForwardedFields mode = client == null ? ForwardedFields.PASS : forwarded;
    boolean proto = false;
    length = 0;
    put(b, head.methodOffset, head.methodLength);
    put((byte) ' ');
    if (head.pathIsAsterisk) {
      put((byte) '*');
    } else {
      if (head.pathLacksSlash) {
        put((byte) '/');
      }
      put(b, head.pathOffset, head.pathLength);
    }
    if (head.hostLength > 0) {
      put(VERSION);
      put(b, head.hostOffset, head.hostLength);
    } else {
      put(VERSION_WITHOUT_HOST);
    }
    put(CRLF);
    for (int field = 0; field < head.fieldCount; field++) {
      if (requestFieldPasses(head, field, mode)) {
        putField(head, field);
        proto |= head.fields[field] == KnownField.X_FORWARDED_PROTO;
      }
    }
    if (head.teTrailers) {
      put(TE_TRAILERS);
    }
    if (head.upgradeField >= 0) {
      putUpgrade(head, head.upgradeField);
    }
    if (head.maxForwards > 0) {
      put(MAX_FORWARDS);
      put(head.maxForwards - 1);
      put(CRLF);
    }
    if (client != null && mode != ForwardedFields.PASS) {
      put(FORWARDED_FOR);
      put(client);
      put(CRLF);
      if (!proto) {
        put(FORWARDED_PROTO);
      }
    }
    putFraming(head.framing, head.contentLength);
    put(head.minorVersion == 0 ? VIA_1_0 : VIA_1_1);
  }

  /**
   * Writes a checked response as it goes to a client.
   *
   * @param framing how the body will end on the client's connection; UNTIL_CLOSE writes no framing
   * @param close whether the client's connection ends with this response
   */
  public void response(ResponseHead head, Framing framing, boolean close) {
    putStatusAndFields(head);
    putFraming(framing, head.contentLength);
    if (close) {
      put(CLOSE);
    }
    put(CRLF);
  }

  /** Writes a checked 101 as it goes to a client. */
  public void switching(ResponseHead head) {
    putStatusAndFields(head);
    putUpgrade(head, head.upgradeField);
    put(CRLF);
  }

  private void putStatusAndFields(ResponseHead head) {
    length = 0;
    put(STATUS);
    put(head.status);
    put((byte) ' ');
    put(head.bytes, head.reasonOffset, head.reasonLength);
    put(CRLF);
    for (int field = 0; field < head.fieldCount; field++) {
      if (responseFieldPasses(head, field)) {
        putField(head, field);
      }
    }
  }

  private void putUpgrade(MessageHead head, int field) {
    put(UPGRADE);
    put(head.bytes, head.valueOffset(field), head.valueLength(field));
    put(CRLF);
  }

  private static boolean requestFieldPasses(RequestHead head, int field, ForwardedFields mode) {
    KnownField known = head.fields[field];
    boolean passes =
        switch (known) {
          case HOST, CONTENT_LENGTH -> false;
          case EXPECT -> head.expectContinue;
          case MAX_FORWARDS -> head.maxForwards < 0;
          case FORWARDED, X_REAL_IP -> mode != ForwardedFields.REPLACE;
          case X_FORWARDED_FOR -> mode != ForwardedFields.REPLACE;
          case X_FORWARDED_PROTO -> mode == ForwardedFields.PASS || mode == ForwardedFields.TRUST;
          default -> !HopByHop.removed(known);
        };
    return passes && !(head.connectionNames && HopByHop.named(head, field));
  }

  private static boolean responseFieldPasses(ResponseHead head, int field) {
    KnownField known = head.fields[field];
    return known != KnownField.CONTENT_LENGTH
        && !HopByHop.removed(known)
        && !(head.connectionNames && HopByHop.named(head, field));
  }

  private void putFraming(Framing framing, long contentLength) {
    if (framing == Framing.CHUNKED) {
      put(CHUNKED);
    } else if (framing != Framing.UNTIL_CLOSE && contentLength >= 0) {
      put(CONTENT_LENGTH);
      put(contentLength);
      put(CRLF);
    }
  }

  private void putField(MessageHead head, int field) {
    put(head.bytes, head.nameOffset(field), head.nameLength(field));
    put(COLON);
    put(head.bytes, head.valueOffset(field), head.valueLength(field));
    put(CRLF);
  }

  private void put(byte b) {
    out[length++] = b;
  }

  private void put(byte[] bytes) {
    put(bytes, 0, bytes.length);
  }

  private void put(byte[] bytes, int offset, int count) {
    System.arraycopy(bytes, offset, out, length, count);
    length += count;
  }

  private void put(long number) {
    int digits = 1;
    for (long rest = number / 10; rest > 0; rest /= 10) {
      digits++;
    }
    long rest = number;
    for (int i = length + digits - 1; i >= length; i--) {
      out[i] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
    length += digits;
  }
}
