package io.mainstay.health.check;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the words behind {@code http} and {@code https}: {@code [METHOD] [/path] [HTTP/1.0]
 * [status…] [host=name] [header="Name: value"]… [body=text] [expect="…"]… [disable-on-404]
 * [send-state]}, as in {@code http GET /health 200} or {@code http /ready expect="string OK"}.
 * Without a status, 200 to 399 are expected.
 */
final class HttpProbeParser {
  private String method = "GET";
  private String path = "/";
  private String version = "HTTP/1.1";
  private @Nullable String host;
  private String body = "";
  private boolean disableOn404;
  private boolean sendState;
  private final List<String> headers = new ArrayList<>();
  private final List<String> statuses = new ArrayList<>();
  private final List<Expectation> expectations = new ArrayList<>();

  private HttpProbeParser() {}

  /**
   * Reads the words.
   *
   * @throws IllegalArgumentException when one is none of the above
   */
  static HttpProbe parse(List<String> words) {
    HttpProbeParser parser = new HttpProbeParser();
    for (int i = 0; i < words.size(); i++) {
      parser.take(words.get(i), i == 0);
    }
    return parser.probe();
  }

  private void take(String word, boolean first) {
    int equals = word.indexOf('=');
    if (word.startsWith("/") || word.equals("*")) {
      path = word;
    } else if (word.startsWith("HTTP/")) {
      version = word;
    } else if (word.equals("disable-on-404")) {
      disableOn404 = true;
    } else if (word.equals("send-state")) {
      sendState = true;
    } else if (equals > 0) {
      takeOption(word.substring(0, equals), word.substring(equals + 1));
    } else if (first && !word.isEmpty() && !Character.isDigit(word.charAt(0))) {
      method = word;
    } else {
      statuses.add(word);
    }
  }

  private void takeOption(String name, String value) {
    switch (name) {
      case "host" -> host = value;
      case "header" -> headers.add(value);
      case "body" -> body = value;
      case "expect" -> expectations.add(Expectation.parse(value));
      default ->
          throw new IllegalArgumentException(
              "an HTTP check has no '" + name + "='; there are host, header, body, expect");
    }
  }

  private HttpProbe probe() {
    boolean statusExpected =
        expectations.stream().anyMatch(each -> each.subject() == Expectation.Subject.STATUS);
    if (!statuses.isEmpty()) {
      expectations.add(0, Expectation.status(ExpectedStatus.parse(statuses)));
    } else if (!statusExpected) {
      expectations.add(0, Expectation.status(ExpectedStatus.DEFAULT));
    }
    return new HttpProbe(
        method, path, version, headers, body, host, expectations, disableOn404, sendState);
  }
}
