package io.mainstay.node.foreign.haproxy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The request of an HTTP check while {@code option httpchk} and {@code http-check send} say it. */
final class HttpCheckRequest {
  private String method = "OPTIONS";
  private String uri = "/";
  private String version = "HTTP/1.0";
  private String body = "";
  private final List<String> fields = new ArrayList<>();

  /** What {@code option httpchk} says: nothing, a URI, a method and a URI, or a version too. */
  static HttpCheckRequest of(List<String> arguments) {
    HttpCheckRequest request = new HttpCheckRequest();
    if (arguments.size() == 1) {
      request.uri = arguments.get(0);
    } else if (arguments.size() > 1) {
      request.method = arguments.get(0);
      request.uri = arguments.get(1);
    }
    if (arguments.size() > 2) {
      // Before http-check send, people wrote fields behind the version.
      String[] lines = arguments.get(2).split("\r\n");
      request.version = lines[0].strip();
      for (int i = 1; i < lines.length; i++) {
        request.fields.add(lines[i].strip());
      }
    }
    return request;
  }

  /** What {@code http-check send} says on top; the mistake in it. */
  Optional<String> add(List<String> arguments) {
    int at = 0;
    while (at < arguments.size()) {
      String part = arguments.get(at);
      int needed = part.equals("hdr") ? 2 : 1;
      if (at + needed >= arguments.size()) {
        return Optional.of("'http-check send " + part + "' needs more words behind it");
      }
      String value = arguments.get(at + 1);
      switch (part) {
        case "meth" -> method = value;
        case "uri" -> uri = value;
        case "ver" -> version = value;
        case "body" -> body = value;
        case "hdr" -> fields.add(value + ": " + arguments.get(at + 2));
        case "comment" -> {
          // Said nowhere.
        }
        default -> {
          return Optional.of(
              "'http-check send " + part + "' is not supported: meth, uri, ver, hdr and body are");
        }
      }
      at += 1 + needed;
    }
    return Optional.empty();
  }

  /** The words of a node's check. */
  List<String> words() {
    List<String> words = new ArrayList<>(List.of(method, uri, version));
    for (String field : fields) {
      boolean host = field.regionMatches(true, 0, "host:", 0, 5);
      words.add(host ? "host=" + field.substring(5).strip() : "header=" + field);
    }
    if (!body.isEmpty()) {
      words.add("body=" + body);
    }
    return words;
  }
}
