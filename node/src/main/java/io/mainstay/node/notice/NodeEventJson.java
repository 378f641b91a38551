package io.mainstay.node.notice;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;

/** Writes events as JSON, each in one line; {@code docs/events.md} has the schema. Pure. */
final class NodeEventJson {
  /** With its line end: what a pipe takes whole or not at all, so that no reader sees half. */
  static final int MAX_LINE_BYTES = 4096;

  private static final int NAME_LIMIT = 256;
  private static final int REASON_LIMIT = 1024;

  private NodeEventJson() {}

  /** One object in one line, without a line end. */
  static String encode(NodeEvent event) {
    return object(event, REASON_LIMIT).toString();
  }

  /** The same in UTF-8 with a line end, at most {@link #MAX_LINE_BYTES} long. */
  static byte[] line(NodeEvent event) {
    byte[] line = bytes(event, REASON_LIMIT);
    // Escapes make a character longer; six bytes is the most.
    return line.length <= MAX_LINE_BYTES ? line : bytes(event, REASON_LIMIT / 8);
  }

  private static byte[] bytes(NodeEvent event, int limit) {
    return (object(event, limit) + "\n").getBytes(StandardCharsets.UTF_8);
  }

  private static ObjectNode object(NodeEvent event, int reasonLimit) {
    int nameLimit = Math.min(NAME_LIMIT, reasonLimit);
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("time", event.time().toString());
    json.put("node", cut(event.node(), nameLimit));
    json.put("kind", event.kind().word());
    json.put("subject", cut(event.subject(), nameLimit));
    json.put("from", event.from());
    json.put("to", event.to());
    json.put("reason", cut(event.reason(), reasonLimit));
    event.priority().ifPresent(priority -> json.put("priority", priority));
    return json;
  }

  private static String cut(String text, int limit) {
    if (text.length() <= limit) {
      return text;
    }
    int end = Character.isHighSurrogate(text.charAt(limit - 2)) ? limit - 2 : limit - 1;
    return text.substring(0, end) + "…";
  }
}
