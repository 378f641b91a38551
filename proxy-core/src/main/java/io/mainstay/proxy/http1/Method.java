package io.mainstay.proxy.http1;

import org.jspecify.annotations.Nullable;

/** The standard methods (RFC 9110 section 9.3, RFC 5789). Methods are case-sensitive. */
public enum Method {
  GET(true),
  HEAD(true),
  POST(false),
  PUT(true),
  DELETE(true),
  OPTIONS(true),
  PATCH(false),
  TRACE(true),
  CONNECT(false);

  private static final Method[] ALL = values();

  private final boolean idempotent;

  @SuppressWarnings("ImmutableEnumChecker") // never written
  private final byte[] ascii;

  Method(boolean idempotent) {
    this.idempotent = idempotent;
    this.ascii = Bytes.ascii(name());
  }

  /** Whether sending it twice means the same as once (RFC 9110 section 9.2.2). */
  public boolean idempotent() {
    return idempotent;
  }

  static @Nullable Method of(byte[] b, int offset, int length) {
    for (Method method : ALL) {
      if (Bytes.equals(b, offset, length, method.ascii)) {
        return method;
      }
    }
    return null;
  }
}
