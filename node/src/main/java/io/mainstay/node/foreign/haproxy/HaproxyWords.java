package io.mainstay.node.foreign.haproxy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Splits one line into words as HAProxy's manual says in "Quoting and escaping": {@code '…'} keeps
 * everything, {@code "…"} everything but backslashes and variables, and outside a backslash takes
 * the meaning from a blank, a quote, {@code #} or another backslash. Pure.
 */
final class HaproxyWords {
  private static final Pattern VARIABLE =
      Pattern.compile(
          "\\$(?:\\{([A-Za-z_][A-Za-z0-9_]*)(\\[\\*\\])?(?:-([^}]*))?\\}"
              + "|([A-Za-z_][A-Za-z0-9_]*))");

  /**
   * What a line is made of.
   *
   * @param words may be none
   * @param unset variables that have no value, which makes them empty
   * @param mistake what is wrong with the line
   */
  record Line(List<String> words, List<String> unset, Optional<String> mistake) {}

  private final String text;
  private final Map<String, String> environment;
  private final List<String> words = new ArrayList<>();
  private final List<String> unset = new ArrayList<>();
  private final StringBuilder word = new StringBuilder();
  private boolean begun;
  private int at;

  private HaproxyWords(String text, Map<String, String> environment) {
    this.text = text;
    this.environment = environment;
  }

  static Line split(String text, Map<String, String> environment) {
    HaproxyWords words = new HaproxyWords(text, environment);
    Optional<String> mistake = words.split();
    return new Line(words.words, words.unset, mistake);
  }

  private Optional<String> split() {
    Optional<String> mistake = Optional.empty();
    while (at < text.length() && mistake.isEmpty()) {
      char c = text.charAt(at);
      if (c == '#') {
        break;
      }
      if (c == ' ' || c == '\t' || c == '\r') {
        end();
        at++;
      } else if (c == '\'') {
        mistake = strong();
      } else if (c == '"') {
        mistake = weak();
      } else if (c == '\\') {
        mistake = escape(" #'\"\\");
      } else {
        add(c);
        at++;
      }
    }
    end();
    return mistake;
  }

  private Optional<String> strong() {
    int close = text.indexOf('\'', at + 1);
    if (close < 0) {
      return Optional.of("a quote ' is not closed on its line");
    }
    begun = true;
    word.append(text, at + 1, close);
    at = close + 1;
    return Optional.empty();
  }

  private Optional<String> weak() {
    begun = true;
    at++;
    while (at < text.length() && text.charAt(at) != '"') {
      char c = text.charAt(at);
      Matcher variable = VARIABLE.matcher(text).region(at, text.length());
      if (c == '\\') {
        Optional<String> mistake = escape(" #'\"\\$");
        if (mistake.isPresent()) {
          return mistake;
        }
      } else if (c == '$' && variable.lookingAt()) {
        expand(variable);
      } else {
        add(c);
        at++;
      }
    }
    if (at == text.length()) {
      return Optional.of("a quote \" is not closed on its line");
    }
    at++;
    return Optional.empty();
  }

  private void expand(Matcher variable) {
    String name = variable.group(1) != null ? variable.group(1) : variable.group(4);
    String value = environment.get(name);
    if (value == null) {
      value = variable.group(3);
    }
    if (value == null) {
      unset.add(name);
      value = "";
    }
    at = variable.end();
    if (variable.group(2) == null) {
      word.append(value);
      return;
    }
    // "${LIST[*]}" makes each word of the value a word of its own.
    String[] parts = value.strip().split("\\s+");
    for (int i = 0; i < parts.length; i++) {
      if (i > 0) {
        end();
      }
      word.append(parts[i]);
      begun = true;
    }
  }

  /** A backslash before anything else stays what it is. */
  private Optional<String> escape(String literal) {
    if (at + 1 == text.length()) {
      return Optional.of("a backslash at the end of a line escapes nothing");
    }
    char next = text.charAt(at + 1);
    int named = "nrt".indexOf(next);
    if (named >= 0) {
      add("\n\r\t".charAt(named));
    } else if (next == 'x') {
      return hex();
    } else {
      if (literal.indexOf(next) < 0) {
        add('\\');
      }
      add(next);
    }
    at += 2;
    return Optional.empty();
  }

  private Optional<String> hex() {
    String digits =
        text.substring(Math.min(at + 2, text.length()), Math.min(at + 4, text.length()));
    if (!digits.matches("[0-9a-fA-F]{2}")) {
      return Optional.of("\\x needs two hexadecimal digits");
    }
    add((char) Integer.parseInt(digits, 16));
    at += 4;
    return Optional.empty();
  }

  private void add(char c) {
    begun = true;
    word.append(c);
  }

  private void end() {
    if (begun) {
      words.add(word.toString());
      word.setLength(0);
      begun = false;
    }
  }
}
