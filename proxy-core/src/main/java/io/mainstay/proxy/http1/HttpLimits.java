package io.mainstay.proxy.http1;

/**
 * The bounds of one HTTP/1.1 message. Every bound answers with a status of its own when it is
 * crossed.
 *
 * <table>
 * <caption>Limits</caption>
 * <tr><th>limit</th><th>default</th><th>answer</th></tr>
 * <tr><td>methodBytes</td><td>32</td><td>501 (RFC 9112 section 3)</td></tr>
 * <tr><td>targetBytes</td><td>16384</td><td>414 (RFC 9112 section 3)</td></tr>
 * <tr><td>fieldsBytes</td><td>16384</td><td>431, 502 for a response</td></tr>
 * <tr><td>fieldCount</td><td>100</td><td>431, 502 for a response</td></tr>
 * <tr><td>nameBytes</td><td>255</td><td>431, 502 for a response</td></tr>
 * <tr><td>valueBytes</td><td>8192</td><td>431, 502 for a response</td></tr>
 * <tr><td>bodyBytes</td><td>2^60</td><td>413</td></tr>
 * <tr><td>chunkExtensionBytes</td><td>256 in one line, sixteen times that in one body</td><td>400</td></tr>
 * <tr><td>trailerBytes</td><td>8192</td><td>431</td></tr>
 * <tr><td>trailerCount</td><td>32</td><td>431</td></tr>
 * <tr><td>chunkOverheadBytes</td><td>16384, and four times the data</td><td>400</td></tr>
 * <tr><td>viaHops</td><td>3</td><td>508</td></tr>
 * </table>
 *
 * @param methodBytes longest method
 * @param targetBytes longest request target
 * @param fieldsBytes longest field section, its line ends included
 * @param fieldCount most field lines
 * @param nameBytes longest field name
 * @param valueBytes longest field value
 * @param bodyBytes longest declared request body
 * @param chunkExtensionBytes longest chunk extension of one chunk
 * @param trailerBytes longest trailer section
 * @param trailerCount most trailer lines
 * @param chunkOverheadBytes most bytes of chunk framing in one body beyond four times its data: who
 *     cuts a body into single bytes wants to keep the proxy busy
 * @param viaHops how often a request may have come through proxies of this kind already, so that
 *     one that goes round in circles is stopped
 */
public record HttpLimits(
    int methodBytes,
    int targetBytes,
    int fieldsBytes,
    int fieldCount,
    int nameBytes,
    int valueBytes,
    long bodyBytes,
    int chunkExtensionBytes,
    int trailerBytes,
    int trailerCount,
    int chunkOverheadBytes,
    int viaHops) {

  private static final HttpLimits DEFAULTS =
      new HttpLimits(32, 16_384, 16_384, 100, 255, 8_192, 1L << 60, 256, 8_192, 32);

  /** Refuses limits that no message could meet. */
  public HttpLimits {
    if (methodBytes < 7
        || targetBytes < 1
        || fieldsBytes < 64
        || fieldCount < 1
        || nameBytes < 32
        || valueBytes < 1
        || bodyBytes < 0
        || chunkExtensionBytes < 0
        || trailerBytes < 0
        || trailerCount < 0
        || chunkOverheadBytes < 0
        || viaHops < 0) {
      throw new IllegalArgumentException("HTTP limits are too small to serve any request");
    }
  }

  /** With the default bounds of chunk framing and hops. */
  public HttpLimits(
      int methodBytes,
      int targetBytes,
      int fieldsBytes,
      int fieldCount,
      int nameBytes,
      int valueBytes,
      long bodyBytes,
      int chunkExtensionBytes,
      int trailerBytes,
      int trailerCount) {
    this(
        methodBytes,
        targetBytes,
        fieldsBytes,
        fieldCount,
        nameBytes,
        valueBytes,
        bodyBytes,
        chunkExtensionBytes,
        trailerBytes,
        trailerCount,
        16_384,
        3);
  }

  /** The same with another bound of chunk framing. */
  public HttpLimits withChunkOverheadBytes(int other) {
    return new HttpLimits(
        methodBytes,
        targetBytes,
        fieldsBytes,
        fieldCount,
        nameBytes,
        valueBytes,
        bodyBytes,
        chunkExtensionBytes,
        trailerBytes,
        trailerCount,
        other,
        viaHops);
  }

  /** The same with another longest body. */
  public HttpLimits withBodyBytes(long other) {
    return new HttpLimits(
        methodBytes,
        targetBytes,
        fieldsBytes,
        fieldCount,
        nameBytes,
        valueBytes,
        other,
        chunkExtensionBytes,
        trailerBytes,
        trailerCount,
        chunkOverheadBytes,
        viaHops);
  }

  /** The limits in the table above. */
  public static HttpLimits defaults() {
    return DEFAULTS;
  }

  /** Bytes that hold any head within these limits. */
  public int headBytes() {
    return methodBytes + targetBytes + fieldsBytes + 64;
  }
}
