package io.mainstay.node.peer;

import java.nio.charset.StandardCharsets;

/** Which texts may go over the link: short, and harmless in a log. */
final class WireText {
  static final int MAX_BYTES = 255;

  private WireText() {}

  static boolean fits(String text) {
    return !text.isBlank()
        && text.getBytes(StandardCharsets.UTF_8).length <= MAX_BYTES
        && isPrintable(text);
  }

  /** What a peer says ends up in log lines: it must not forge any, nor hide in them. */
  static boolean isPrintable(String text) {
    return text.codePoints()
        .noneMatch(
            point ->
                Character.isISOControl(point)
                    || Character.getType(point) == Character.LINE_SEPARATOR
                    || Character.getType(point) == Character.PARAGRAPH_SEPARATOR
                    || Character.getType(point) == Character.FORMAT
                    || Character.getType(point) == Character.SURROGATE);
  }
}
