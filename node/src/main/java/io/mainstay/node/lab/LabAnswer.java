package io.mainstay.node.lab;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One HTTP/1 answer as a client got it, up to the end of its connection.
 *
 * @param status the status code; 0 when what came was no HTTP answer
 * @param complete whether all of the announced body came
 */
record LabAnswer(int status, boolean complete, String body) {
  private static final Pattern STATUS_LINE = Pattern.compile("HTTP/1\\.[01] (\\d{3})[ \\r].*");
  private static final Pattern CONTENT_LENGTH =
      Pattern.compile("\\ncontent-length: *(\\d{1,9}) *\\r");

  static LabAnswer parse(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    int headEnd = text.indexOf("\r\n\r\n");
    Matcher statusLine = STATUS_LINE.matcher(text);
    if (headEnd < 0 || !statusLine.lookingAt()) {
      return new LabAnswer(0, false, "");
    }
    String body = text.substring(headEnd + 4);
    Matcher length =
        CONTENT_LENGTH.matcher(text.substring(0, headEnd + 2).toLowerCase(Locale.ROOT));
    boolean complete = !length.find() || body.length() == Integer.parseInt(length.group(1));
    return new LabAnswer(Integer.parseInt(statusLine.group(1)), complete, body);
  }

  boolean isFailure() {
    return status == 0 || status >= 500 || !complete;
  }

  /** Why it is a failure. */
  String reason() {
    if (status == 0) {
      return "no answer";
    }
    return status >= 500 ? "HTTP " + status : "answer cut short";
  }
}
