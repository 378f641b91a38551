package io.mainstay.proxy.http1;

/**
 * What servers are told about one client, in the X-Forwarded fields that everybody reads and in
 * Forwarded (RFC 7239). Made once for a connection; writing it for a request makes nothing.
 */
public final class ClientFields {
  /** What becomes of a kind of field. */
  public enum Policy {
    /** What the client said passes; nothing is written. */
    PASS,
    /** What the client said is dropped; nothing is written. */
    DROP,
    /** What the client said is dropped; what is seen at its socket is written. */
    REPLACE,
    /** The socket's address is added behind the addresses that the client named. */
    APPEND,
    /** The client is a trusted proxy: all that it said passes, and its own address is added. */
    TRUST
  }

  /** Everything passes as it came. */
  public static final ClientFields NONE = new ClientFields(Policy.PASS, Policy.PASS, "unknown", 0);

  final Policy xForwarded;
  final Policy forwarded;
  final byte[] xFor;
  final byte[] xPort;
  final byte[] xProto;

  /** The field's line up to where the host or the protocol follows. */
  final byte[] forwardedStart;

  final byte[] forwardedProto;

  /**
   * The fields for one client that came without TLS.
   *
   * @param xForwarded what becomes of X-Forwarded-For, -Proto, -Host and -Port and of X-Real-IP
   * @param forwarded what becomes of Forwarded
   * @param address the client's address as text without a zone, IPv6 as in RFC 5952, or {@code
   *     unknown}
   * @param port where it connected to
   */
  public ClientFields(Policy xForwarded, Policy forwarded, String address, int port) {
    this(xForwarded, forwarded, address, port, "http");
  }

  /**
   * The fields for one client.
   *
   * @param scheme http or https, as it came
   */
  public ClientFields(
      Policy xForwarded, Policy forwarded, String address, int port, String scheme) {
    this.xProto = Bytes.ascii("X-Forwarded-Proto: " + scheme + "\r\n");
    this.forwardedProto = Bytes.ascii("proto=" + scheme + "\r\n");
    this.xForwarded = xForwarded;
    this.forwarded = forwarded;
    this.xFor = Bytes.ascii("X-Forwarded-For: " + address + "\r\n");
    this.xPort = Bytes.ascii("X-Forwarded-Port: " + port + "\r\n");
    // RFC 7239 section 6: an IPv6 address stands in brackets, and therefore in quotes.
    String node = address.indexOf(':') < 0 ? address : "\"[" + address + "]\"";
    this.forwardedStart = Bytes.ascii("Forwarded: for=" + node + ";");
  }

  /** Whether a client's field of this kind goes to the server. */
  boolean passes(KnownField field) {
    return switch (field) {
      case FORWARDED -> keeps(forwarded);
      case X_REAL_IP, X_FORWARDED_FOR -> keeps(xForwarded);
      // One of each is enough, and behind an untrusted one it would have to be ours.
      case X_FORWARDED_PROTO, X_FORWARDED_HOST, X_FORWARDED_PORT ->
          keeps(xForwarded) && xForwarded != Policy.APPEND;
      default -> true;
    };
  }

  boolean writesXForwarded() {
    return writes(xForwarded);
  }

  boolean writesForwarded() {
    return writes(forwarded);
  }

  private static boolean keeps(Policy policy) {
    return policy != Policy.DROP && policy != Policy.REPLACE;
  }

  private static boolean writes(Policy policy) {
    return policy != Policy.PASS && policy != Policy.DROP;
  }
}
