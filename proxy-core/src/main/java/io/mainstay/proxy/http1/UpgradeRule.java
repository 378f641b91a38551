package io.mainstay.proxy.http1;

/**
 * When a connection may become a tunnel (RFC 9110 section 7.8). Only what a browser's WebSocket
 * needs passes: a GET of HTTP/1.1 without a body whose Connection field names Upgrade. Everything
 * else loses the field and goes on as an ordinary request.
 */
final class UpgradeRule {
  private static final byte[] H2C = Bytes.ascii("h2c");
  private static final byte[] H2 = Bytes.ascii("h2");
  private static final byte[] HTTP = Bytes.ascii("http");
  private static final byte[] TLS = Bytes.ascii("tls");

  private UpgradeRule() {}

  /** Whether a request that lists its protocols in {@code field} may ask for one of them. */
  static boolean passes(RequestHead head, int field) {
    return head.method == Method.GET
        && head.minorVersion > 0
        && head.framing == Framing.NONE
        && head.connectionUpgrade
        && tunnelled(head, field);
  }

  /** Whether the field lists protocols, and none that would smuggle HTTP or TLS past the rules. */
  static boolean tunnelled(MessageHead head, int field) {
    byte[] b = head.bytes;
    int end = head.valueOffset(field) + head.valueLength(field);
    if (end == head.valueOffset(field)) {
      return false;
    }
    for (int p = head.valueOffset(field); p <= end; ) {
      int itemEnd = HopByHop.itemEnd(b, p, end);
      int start = HopByHop.skipBlanks(b, p, itemEnd);
      if (!tunnelled(b, start, HopByHop.trimmedLength(b, start, itemEnd))) {
        return false;
      }
      p = itemEnd + 1;
    }
    return true;
  }

  /** protocol = name [ "/" version ], both tokens. */
  private static boolean tunnelled(byte[] b, int offset, int length) {
    int name = 0;
    while (name < length && b[offset + name] != '/') {
      name++;
    }
    boolean version = name == length || Bytes.isToken(b, offset + name + 1, length - name - 1);
    return version
        && Bytes.isToken(b, offset, name)
        && !Bytes.equalsIgnoreCase(b, offset, name, H2C)
        && !Bytes.equalsIgnoreCase(b, offset, name, H2)
        && !Bytes.equalsIgnoreCase(b, offset, name, HTTP)
        && !Bytes.equalsIgnoreCase(b, offset, name, TLS);
  }
}
