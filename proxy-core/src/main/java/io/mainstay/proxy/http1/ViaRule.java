package io.mainstay.proxy.http1;

/** Finds requests that go round in circles (RFC 9110 section 7.6.3). */
final class ViaRule {
  private static final byte[] NAME = Bytes.ascii("mainstay");

  private ViaRule() {}

  /** How often the Via field names a proxy of this kind as one the request came through. */
  static int ownHops(RequestHead head, int field) {
    byte[] b = head.bytes;
    int end = head.valueOffset(field) + head.valueLength(field);
    int hops = 0;
    for (int p = head.valueOffset(field); p < end; ) {
      int itemEnd = HopByHop.itemEnd(b, p, end);
      int name =
          HopByHop.skipBlanks(b, skipWord(b, HopByHop.skipBlanks(b, p, itemEnd), itemEnd), itemEnd);
      if (Bytes.equalsIgnoreCase(b, name, skipWord(b, name, itemEnd) - name, NAME)) {
        hops++;
      }
      p = itemEnd + 1;
    }
    return hops;
  }

  private static int skipWord(byte[] b, int offset, int end) {
    int p = offset;
    while (p < end && !Bytes.isBlank(b[p])) {
      p++;
    }
    return p;
  }
}
