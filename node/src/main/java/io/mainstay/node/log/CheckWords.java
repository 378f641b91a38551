package io.mainstay.node.log;

import io.mainstay.health.CheckResult;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** How HAProxy's log words what a check saw. Pure. */
final class CheckWords {
  private CheckWords() {}

  /** What was seen, as it stands behind a comma; what went well says nothing more. */
  static String of(CheckResult result) {
    return of(result, result.status(), result.passed() ? "" : result.description());
  }

  /** What an agent said: HAProxy calls its line a conversation, but without a code. */
  static String ofAgent(CheckResult result) {
    return of(result, 0, "via agent : " + result.description());
  }

  private static String of(CheckResult result, int status, String description) {
    return "reason: "
        + result.code().words()
        + (status == CheckResult.NO_STATUS ? "" : ", code: " + status)
        + (description.isEmpty() ? "" : ", info: \"" + escaped(description) + '"')
        + ", check duration: "
        + TimeUnit.NANOSECONDS.toMillis(result.durationNanos())
        + "ms";
  }

  /**
   * Part of it may be text that a server chose; what could end line or quotes is in hexadecimal.
   */
  static String escaped(String text) {
    StringBuilder escaped = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= ' ' && c < 127 && c != '"' && c != '<' && c != '>') {
        escaped.append(c);
      } else {
        escaped.append(String.format(Locale.ROOT, "<%02X>", (int) c));
      }
    }
    return escaped.toString();
  }
}
