package io.mainstay.benchmarks.chaos;

import java.util.Locale;
import java.util.Map;

/**
 * A message's head as it came.
 *
 * @param first its first line
 * @param fields names in small letters
 */
record Head(String first, Map<String, String> fields) {
  /** Empty when there is none. */
  String field(String name) {
    return fields.getOrDefault(name, "");
  }

  boolean says(String name, String value) {
    return field(name).toLowerCase(Locale.ROOT).equals(value);
  }

  /** An answer's status. */
  int status() throws WrongBytesException {
    if (!first.matches("HTTP/1\\.1 [1-5]\\d\\d .*")) {
      throw new WrongBytesException("not a status line: " + first);
    }
    return Integer.parseInt(first.substring(9, 12));
  }

  /** How the length of the body is told, if there is one. */
  Framing framing() {
    if (says("transfer-encoding", "chunked")) {
      return Framing.CHUNKED;
    }
    return field("content-length").isEmpty() ? Framing.NONE : Framing.LENGTH;
  }

  long contentLength() throws WrongBytesException {
    String length = field("content-length");
    if (!length.matches("\\d{1,18}")) {
      throw new WrongBytesException("Content-Length: " + length);
    }
    return Long.parseLong(length);
  }
}
