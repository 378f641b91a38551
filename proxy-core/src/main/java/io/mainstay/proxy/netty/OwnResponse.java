package io.mainstay.proxy.netty;

import io.mainstay.proxy.OwnAnswer;
import java.nio.charset.StandardCharsets;

/** When the proxy answers itself, and what it says where nobody wants it to say anything else. */
enum OwnResponse {
  OK(200, "OK", "The proxy answered this request itself."),
  BAD_REQUEST(400, "Bad Request", "The request breaks the rules of HTTP/1.1."),
  METHOD_NOT_ALLOWED(405, "Method Not Allowed", "This method is not served here."),
  REQUEST_TIMEOUT(408, "Request Timeout", "The request did not arrive in time."),
  CONTENT_TOO_LARGE(413, "Content Too Large", "The request's body is too long."),
  URI_TOO_LONG(414, "URI Too Long", "The request's target is too long."),
  EXPECTATION_FAILED(417, "Expectation Failed", "The request expects what is not known here."),
  FIELDS_TOO_LARGE(431, "Request Header Fields Too Large", "The request's head is too large."),
  NOT_IMPLEMENTED(501, "Not Implemented", "The request needs what is not known here."),
  BAD_GATEWAY(502, "Bad Gateway", "The server gave no valid answer."),
  SERVICE_UNAVAILABLE(503, "Service Unavailable", "No server is available to handle this request."),
  GATEWAY_TIMEOUT(504, "Gateway Timeout", "The server did not answer in time."),
  LOOP_DETECTED(508, "Loop Detected", "The request goes round in circles."),
  VERSION_NOT_SUPPORTED(
      505, "HTTP Version Not Supported", "This version of HTTP is not spoken here.");

  private final int status;

  @SuppressWarnings("ImmutableEnumChecker") // is immutable
  private final OwnAnswer answer;

  OwnResponse(int status, String reason, String words) {
    this.status = status;
    String line = status + " " + reason;
    this.answer =
        OwnAnswer.parse(
            ("HTTP/1.1 "
                    + line
                    + "\r\nContent-Type: text/html\r\nCache-Control: no-cache\r\n"
                    + (status == 405
                        ? "Allow: GET, HEAD, POST, PUT, DELETE, OPTIONS, PATCH\r\n"
                        : "")
                    + "\r\n<html><body><h1>"
                    + line
                    + "</h1>\n"
                    + words
                    + "\n</body></html>\n")
                .getBytes(StandardCharsets.US_ASCII));
  }

  static OwnResponse of(int status) {
    for (OwnResponse response : values()) {
      if (response.status == status) {
        return response;
      }
    }
    return BAD_REQUEST;
  }

  int status() {
    return status;
  }

  /** In the proxy's own words. */
  OwnAnswer answer() {
    return answer;
  }
}
