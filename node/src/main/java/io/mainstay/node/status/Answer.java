package io.mainstay.node.status;

import java.util.Map;

/**
 * What a question about the status gets. No cache keeps any of it.
 *
 * @param code the HTTP status
 * @param type the media type
 * @param body the text
 * @param fields further header fields
 */
record Answer(int code, String type, String body, Map<String, String> fields) {
  static final String TEXT = "text/plain; charset=utf-8";

  static Answer ok(String type, String body) {
    return new Answer(200, type, body, Map.of());
  }

  static Answer refused(int code, String body, String field, String value) {
    return new Answer(code, TEXT, body, Map.of(field, value));
  }
}
