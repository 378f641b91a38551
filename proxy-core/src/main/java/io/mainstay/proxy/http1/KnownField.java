package io.mainstay.proxy.http1;

import java.util.Arrays;

/** The fields that a proxy itself reads, writes or removes; everything else is OTHER. */
enum KnownField {
  OTHER(""),
  TE("te"),
  VIA("via"),
  HOST("host"),
  EXPECT("expect"),
  TRAILER("trailer"),
  UPGRADE("upgrade"),
  FORWARDED("forwarded"),
  X_REAL_IP("x-real-ip"),
  CONNECTION("connection"),
  KEEP_ALIVE("keep-alive"),
  MAX_FORWARDS("max-forwards"),
  CONTENT_LENGTH("content-length"),
  X_FORWARDED_FOR("x-forwarded-for"),
  PROXY_CONNECTION("proxy-connection"),
  X_FORWARDED_HOST("x-forwarded-host"),
  X_FORWARDED_PORT("x-forwarded-port"),
  X_FORWARDED_PROTO("x-forwarded-proto"),
  TRANSFER_ENCODING("transfer-encoding");

  private static final KnownField[][] BY_LENGTH = byLength();

  @SuppressWarnings("ImmutableEnumChecker") // never written
  private final byte[] lower;

  KnownField(String name) {
    this.lower = Bytes.ascii(name);
  }

  static KnownField of(byte[] b, int offset, int length) {
    if (length < BY_LENGTH.length) {
      for (KnownField field : BY_LENGTH[length]) {
        if (Bytes.equalsIgnoreCase(b, offset, length, field.lower)) {
          return field;
        }
      }
    }
    return OTHER;
  }

  private static KnownField[][] byLength() {
    KnownField[][] table = new KnownField[TRANSFER_ENCODING.lower.length + 1][];
    for (int length = 0; length < table.length; length++) {
      int wanted = length;
      table[length] =
          Arrays.stream(values())
              .filter(field -> field != OTHER && field.lower.length == wanted)
              .toArray(KnownField[]::new);
    }
    return table;
  }
}
