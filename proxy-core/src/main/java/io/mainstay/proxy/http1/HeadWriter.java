package io.mainstay.proxy.http1;

/**
 * Writes heads anew from scanned slices into an array of its own, which the next head overwrites.
 * Whatever frames a message is written from what the rules decided, never copied.
 */
public final class HeadWriter {
  /** Our own fields; two of them repeat the host, which {@link HostRule} bounds. */
  private static final int ADDED_BYTES = 1024 + 2 * HostRule.MOST_BYTES;

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
  private static final byte[] X_HOST = Bytes.ascii("X-Forwarded-Host: ");
  private static final byte[] FORWARDED_HOST = Bytes.ascii("host=\"");
  private static final byte[] FORWARDED_AFTER_HOST = Bytes.ascii("\";");
  private static final byte[] VIA_1_1 = Bytes.ascii("Via: 1.1 mainstay\r\n\r\n");
  private static final byte[] VIA_1_0 = Bytes.ascii("Via: 1.0 mainstay\r\n\r\n");

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
   * @param client what the server is told about the client
   */
  public void request(RequestHead head, ClientFields client) {
    byte[] b = head.bytes;
    boolean told = false;
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
      if (requestFieldPasses(head, field, client)) {
        putField(head, field);
        told |= saysHowItWasReached(head.fields[field]);
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
    if (client.writesXForwarded()) {
      put(client.xFor);
      // Half of what a trusted proxy says and half of what is seen here would make a wrong whole.
      if (!told) {
        putHowItWasReached(head, client);
      }
    }
    if (client.writesForwarded()) {
      putForwarded(head, client);
    }
    putFraming(head.framing, head.contentLength);
    putVia(head);
  }

  private static boolean saysHowItWasReached(KnownField field) {
    return field == KnownField.X_FORWARDED_PROTO
        || field == KnownField.X_FORWARDED_HOST
        || field == KnownField.X_FORWARDED_PORT;
  }

  private void putHowItWasReached(RequestHead head, ClientFields client) {
    put(client.xProto);
    if (head.hostLength > 0) {
      put(X_HOST);
      put(head.bytes, head.hostOffset, head.hostLength);
      put(CRLF);
    }
    put(client.xPort);
  }

  private void putForwarded(RequestHead head, ClientFields client) {
    put(client.forwardedStart);
    if (head.hostLength > 0) {
      put(FORWARDED_HOST);
      put(head.bytes, head.hostOffset, head.hostLength);
      put(FORWARDED_AFTER_HOST);
    }
    put(client.forwardedProto);
  }

  /** RFC 9110 section 7.6.3: every message that is passed on says so, the last field of all. */
  private void putVia(MessageHead head) {
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
    putVia(head);
  }

  /**
   * Writes a checked response that is nobody's but the proxy's own.
   *
   * @param bodyBytes how long its body is
   * @param close whether the client's connection ends with this response
   */
  public void own(ResponseHead head, long bodyBytes, boolean close) {
    putStatusAndFields(head);
    // RFC 9110 section 8.6: none in a 204, and in a 304 only that of the answer it stands for.
    if (head.status != 204 && head.status != 304) {
      putFraming(Framing.LENGTH, bodyBytes);
    }
    if (close) {
      put(CLOSE);
    }
    put(CRLF);
  }

  /** Writes a checked 101 as it goes to a client. */
  public void switching(ResponseHead head) {
    putStatusAndFields(head);
    putUpgrade(head, head.upgradeField);
    putVia(head);
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

  private static boolean requestFieldPasses(RequestHead head, int field, ClientFields client) {
    KnownField known = head.fields[field];
    boolean passes =
        switch (known) {
          case HOST, CONTENT_LENGTH -> false;
          case EXPECT -> head.expectContinue;
          case MAX_FORWARDS -> head.maxForwards < 0;
          default -> !HopByHop.removed(known) && client.passes(known);
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
