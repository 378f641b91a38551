package io.mainstay.benchmarks.compare.load;

import java.nio.charset.StandardCharsets;

/**
 * What a client asks and a server answers, again and again. The bytes are made once.
 *
 * @param request as the client sends it, with its body
 * @param requestBodyBytes how much of it is body
 * @param answer as the server sends it, with its body
 * @param answerBodyBytes how much of it is body
 * @param form how messages are told apart
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared, only sent.
public record Dialogue(
    byte[] request, int requestBodyBytes, byte[] answer, int answerBodyBytes, Form form) {

  /** How messages are told apart. */
  public enum Form {
    /** HTTP/1.1 with Content-Length; a proxy may write another head, never another body. */
    HTTP,
    /** Bytes of known number, one request and one answer at a time. */
    BYTES,
    /** One request, then the answer over and over until the connection ends. */
    STREAM
  }

  private static final String SMALL_FIELDS =
      """
      Host: www.example.com
      User-Agent: compare
      Accept: */*
      """;

  /** Twelve fields, 640 bytes with the request line: what a browser sends to a shop it knows. */
  private static final String BROWSER_FIELDS =
      """
      Host: www.example.com
      User-Agent: Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0
      Accept: text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8
      Accept-Language: en-GB,en;q=0.5
      Accept-Encoding: gzip, deflate, br
      Referer: https://www.example.com/articles/2026/
      Cookie: session=5f2b1c0d9e8a7b6c5d4e3f2a1b0c9d8e; theme=dark; consent=1; seen=4711; lang=en-GB; ab=b
      Upgrade-Insecure-Requests: 1
      Sec-Fetch-Dest: document
      Sec-Fetch-Mode: navigate
      Sec-Fetch-Site: same-origin
      If-None-Match: "9b2cf535f27731c974343645a3985328"
      """;

  /** A GET with a small head. */
  public static Dialogue get(int answerBodyBytes) {
    return http("GET / HTTP/1.1\n" + SMALL_FIELDS, 0, answerBodyBytes);
  }

  /** A GET with a head of twelve fields and 640 bytes, as browsers send it. */
  public static Dialogue browserGet(int answerBodyBytes) {
    return http(
        "GET /articles/2026/11/how-a-virtual-ip-moves?ref=front HTTP/1.1\n" + BROWSER_FIELDS,
        0,
        answerBodyBytes);
  }

  /** A GET after whose answer the connection ends. */
  public static Dialogue lastGet(int answerBodyBytes) {
    return http("GET / HTTP/1.1\n" + SMALL_FIELDS + "Connection: close\n", 0, answerBodyBytes);
  }

  /** A POST with a body. */
  public static Dialogue post(int requestBodyBytes, int answerBodyBytes) {
    return http(
        "POST / HTTP/1.1\n"
            + SMALL_FIELDS
            + "Content-Type: application/octet-stream\nContent-Length: "
            + requestBodyBytes
            + "\n",
        requestBodyBytes,
        answerBodyBytes);
  }

  /** Bytes for bytes over TCP. */
  public static Dialogue bytes(int requestBytes, int answerBytes) {
    return new Dialogue(
        body(requestBytes), requestBytes, body(answerBytes), answerBytes, Form.BYTES);
  }

  /** One byte, then blocks of this size without end. */
  public static Dialogue stream(int blockBytes) {
    return new Dialogue(body(1), 1, body(blockBytes), blockBytes, Form.STREAM);
  }

  private static Dialogue http(String head, int requestBodyBytes, int answerBodyBytes) {
    String answerHead =
        "HTTP/1.1 200 OK\nContent-Type: text/plain\nContent-Length: " + answerBodyBytes + "\n";
    return new Dialogue(
        message(head, requestBodyBytes),
        requestBodyBytes,
        message(answerHead, answerBodyBytes),
        answerBodyBytes,
        Form.HTTP);
  }

  private static byte[] message(String head, int bodyBytes) {
    byte[] start = (head + "\n").replace("\n", "\r\n").getBytes(StandardCharsets.ISO_8859_1);
    byte[] whole = new byte[start.length + bodyBytes];
    System.arraycopy(start, 0, whole, 0, start.length);
    System.arraycopy(body(bodyBytes), 0, whole, start.length, bodyBytes);
    return whole;
  }

  /** Letters, so that no body looks like the end of a head. */
  private static byte[] body(int bytes) {
    byte[] body = new byte[bytes];
    for (int i = 0; i < bytes; i++) {
      body[i] = (byte) ('a' + i % 26);
    }
    return body;
  }
}
