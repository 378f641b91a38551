package io.mainstay.node.foreign.keepalived;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Splits one line into words and braces. {@code #} and {@code !} begin a comment, {@code "…"} keeps
 * blanks, braces and comment signs in a word, and a backslash in front of one of these takes its
 * meaning. Pure.
 */
final class KeepalivedWords {
  /** A word, or an opening or closing brace. */
  record Token(String text, boolean brace) {}

  /**
   * What a line is made of.
   *
   * @param continued whether the next line belongs to it
   */
  record Line(List<Token> tokens, boolean continued, Optional<String> mistake) {}

  private KeepalivedWords() {}

  static Line split(String text) {
    List<Token> tokens = new ArrayList<>();
    StringBuilder word = new StringBuilder();
    boolean begun = false;
    boolean quoted = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"') {
        quoted = !quoted;
        begun = true;
      } else if (c == '\\' && i + 1 == text.stripTrailing().length()) {
        return line(tokens, word, begun, true, Optional.empty());
      } else if (c == '\\' && isSpecial(text.charAt(i + 1))) {
        word.append(text.charAt(++i));
        begun = true;
      } else if (quoted) {
        word.append(c);
      } else if (c == '#' || c == '!') {
        break;
      } else if (Character.isWhitespace(c) || c == '{' || c == '}') {
        // ${NAME} is one word, which is refused as a whole.
        if ((c == '{' && word.toString().endsWith("$")) || (c == '}' && word.indexOf("${") >= 0)) {
          word.append(c);
          continue;
        }
        begun = end(tokens, word, begun);
        if (c == '{' || c == '}') {
          tokens.add(new Token(String.valueOf(c), true));
        }
      } else {
        word.append(c);
        begun = true;
      }
    }
    Optional<String> mistake =
        quoted ? Optional.of("a quote \" is not closed on its line") : Optional.empty();
    return line(tokens, word, begun, false, mistake);
  }

  private static boolean isSpecial(char c) {
    return "#!\"\\{}".indexOf(c) >= 0 || c == ' ';
  }

  private static Line line(
      List<Token> tokens,
      StringBuilder word,
      boolean begun,
      boolean continued,
      Optional<String> mistake) {
    end(tokens, word, begun);
    return new Line(tokens, continued, mistake);
  }

  private static boolean end(List<Token> tokens, StringBuilder word, boolean begun) {
    if (begun) {
      tokens.add(new Token(word.toString(), false));
      word.setLength(0);
    }
    return false;
  }
}
