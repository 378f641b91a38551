package io.mainstay.proxy;

/** Versions of TLS that are safe to speak; older ones are not spoken (RFC 8996). */
public enum TlsVersion {
  /** RFC 5246. */
  TLS_1_2("TLSv1.2"),
  /** RFC 8446. */
  TLS_1_3("TLSv1.3");

  private final String protocol;

  TlsVersion(String protocol) {
    this.protocol = protocol;
  }

  /** What TLS libraries call it. */
  public String protocol() {
    return protocol;
  }
}
