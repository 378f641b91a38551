package io.mainstay.proxy.netty;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;

/** The answers that the proxy gives itself. */
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

  @SuppressWarnings("ImmutableEnumChecker") // never written
  private final byte[] headKeepAlive;

  @SuppressWarnings("ImmutableEnumChecker") // never written
  private final byte[] headClose;

  @SuppressWarnings("ImmutableEnumChecker") // never written
  private final byte[] body;

  OwnResponse(int status, String reason, String words) {
    this.status = status;
    String html =
        "<html><body><h1>" + status + " " + reason + "</h1>\n" + words + "\n</body></html>\n";
    String head =
        "HTTP/1.1 "
            + status
            + " "
            + reason
            + "\r\nContent-Length: "
            + html.length()
            + "\r\nContent-Type: text/html\r\nCache-Control: no-cache\r\n"
            + (status == 405 ? "Allow: GET, HEAD, POST, PUT, DELETE, OPTIONS, PATCH\r\n" : "");
    this.body = ascii(html);
    this.headKeepAlive = ascii(head + "\r\n");
    this.headClose = ascii(head + "Connection: close\r\n\r\n");
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

  ByteBuf bytes(boolean close, boolean withoutBody) {
    byte[] head = close ? headClose : headKeepAlive;
    return withoutBody ? Unpooled.wrappedBuffer(head) : Unpooled.wrappedBuffer(head, body);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
