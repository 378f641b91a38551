package io.mainstay.node.config;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Splits a command written as one text. There is no shell: what only a shell would read is refused.
 */
final class PlainWords {
  private static final Pattern SHELL = Pattern.compile("[\"'`\\\\$|&;<>(){}*?~!#]");

  private PlainWords() {}

  /** The words between blanks; empty when the text has a character that only a shell would read. */
  static Optional<List<String>> split(String text) {
    return SHELL.matcher(text).find()
        ? Optional.empty()
        : Optional.of(text.isBlank() ? List.of() : List.of(text.strip().split("\\s+")));
  }
}
