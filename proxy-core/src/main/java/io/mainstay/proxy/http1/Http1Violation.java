package io.mainstay.proxy.http1;

/** Why a message was refused: the rule's place, the status a client gets, and one clear line. */
public enum Http1Violation {
  BARE_LINE_FEED(400, "RFC 9112 2.2", "line ends in LF without CR"),
  BARE_CARRIAGE_RETURN(400, "RFC 9112 2.2", "CR without LF"),
  EMPTY_LINES(400, "RFC 9112 2.2", "more than one empty line before the request line"),
  METHOD_SYNTAX(400, "RFC 9110 9.1", "method is not a token followed by one space"),
  METHOD_TOO_LONG(501, "RFC 9112 3", "method is longer than any known one"),
  METHOD_NOT_ALLOWED(405, "RFC 9110 9.3", "CONNECT and TRACE are not served"),
  TRACE_WITH_BODY(400, "RFC 9110 9.3.8", "TRACE with a body"),
  TARGET_SYNTAX(400, "RFC 9112 3.2", "request target is not in any of the four forms"),
  TARGET_TOO_LONG(414, "RFC 9112 3", "request target is too long"),
  VERSION_SYNTAX(400, "RFC 9112 2.3", "version is not HTTP/DIGIT.DIGIT at the end of the line"),
  VERSION_NOT_SUPPORTED(505, "RFC 9110 15.6.6", "major version is not 1"),
  WHITESPACE_BEFORE_FIELDS(400, "RFC 9112 2.2", "whitespace before the first field"),
  OBSOLETE_FOLD(400, "RFC 9112 5.2", "field continues on the next line"),
  FIELD_NAME_EMPTY(400, "RFC 9110 5.1", "field without a name"),
  FIELD_NAME_SYNTAX(400, "RFC 9112 5.1", "field name is not a token followed by a colon"),
  FIELD_NAME_TOO_LONG(431, "RFC 6585 5", "field name is too long"),
  FIELD_VALUE_SYNTAX(400, "RFC 9110 5.5", "control character in a field value"),
  FIELD_VALUE_TOO_LONG(431, "RFC 6585 5", "field value is too long"),
  TOO_MANY_FIELDS(431, "RFC 6585 5", "too many fields"),
  FIELDS_TOO_LONG(431, "RFC 6585 5", "field section is too long"),
  HOST_MISSING(400, "RFC 9112 3.2", "HTTP/1.1 request without Host"),
  HOST_REPEATED(400, "RFC 9112 3.2", "more than one Host"),
  HOST_SYNTAX(400, "RFC 9112 3.2", "Host is not host[:port]"),
  HOST_MISMATCH(400, "RFC 9112 3.2.2", "Host differs from the request target's authority"),
  CONTENT_LENGTH_SYNTAX(400, "RFC 9112 6.3", "Content-Length is not one decimal number"),
  CONTENT_LENGTH_REPEATED(400, "RFC 9112 6.3", "more than one Content-Length"),
  BODY_TOO_LONG(413, "RFC 9110 15.5.14", "body is longer than this proxy takes"),
  BODY_NOT_EXPECTED(400, "RFC 9112 6", "HTTP/1.0 request of a method without a body has one"),
  TRANSFER_ENCODING_AND_LENGTH(
      400, "RFC 9112 6.1", "Transfer-Encoding and Content-Length together"),
  TRANSFER_ENCODING_REPEATED(400, "RFC 9112 6.1", "more than one Transfer-Encoding"),
  TRANSFER_ENCODING_IN_1_0(400, "RFC 9112 6.1", "Transfer-Encoding in an HTTP/1.0 message"),
  TRANSFER_ENCODING_SYNTAX(400, "RFC 9112 6.3", "Transfer-Encoding is not chunked"),
  TRANSFER_CODING_UNKNOWN(501, "RFC 9112 6.1", "transfer coding other than chunked"),
  EXPECTATION_UNKNOWN(417, "RFC 9110 10.1.1", "expectation other than 100-continue"),
  LOOP(508, "RFC 9110 7.6.3", "request came through this proxy too often: a loop"),
  MAX_FORWARDS_SYNTAX(400, "RFC 9110 7.6.2", "Max-Forwards is not a number"),
  CHUNK_SIZE_SYNTAX(400, "RFC 9112 7.1", "chunk size is not a hexadecimal number"),
  CHUNK_SIZE_TOO_LARGE(413, "RFC 9112 7.1", "chunk size is too large"),
  CHUNK_EXTENSION_SYNTAX(400, "RFC 9112 7.1.1", "malformed chunk extension"),
  CHUNK_EXTENSION_TOO_LONG(400, "RFC 9112 7.1.1", "chunk extensions are too long"),
  CHUNK_OVERHEAD(400, "RFC 9112 7.1", "much more chunk framing than data"),
  CHUNK_END(400, "RFC 9112 7.1", "chunk data does not end in CRLF"),
  TRAILER_SYNTAX(400, "RFC 9112 7.1.2", "malformed trailer"),
  TRAILER_TOO_LONG(431, "RFC 6585 5", "trailer section is too long"),
  BODY_INCOMPLETE(400, "RFC 9112 8", "connection closed inside the body"),
  STATUS_LINE(502, "RFC 9112 4", "malformed status line"),
  SWITCHING_SYNTAX(502, "RFC 9110 7.8", "101 that does not name one protocol to switch to"),
  UPGRADE_NOT_ASKED(502, "RFC 9110 15.2.2", "101 that nobody asked for");

  private final int status;
  private final String section;
  private final String words;

  Http1Violation(int status, String section, String words) {
    this.status = status;
    this.section = section;
    this.words = words;
  }

  /** The status that a client gets for a request in violation; a response in violation is a 502. */
  public int status() {
    return status;
  }

  /** The document and section that has the rule. */
  public String section() {
    return section;
  }

  /** One line for a log. */
  public String words() {
    return words;
  }
}
