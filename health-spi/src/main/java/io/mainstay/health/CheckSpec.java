package io.mainstay.health;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A check as a configuration writes it: a name, then arguments. Words are separated by blanks;
 * {@code "double"} or {@code 'single'} quotes keep blanks inside a word.
 *
 * @param name the kind of check, such as {@code http}
 * @param arguments the words after it, without their quotes
 */
public record CheckSpec(String name, List<String> arguments) {

  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]*");
  private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|'([^']*)'|([^\\s\"']+)");

  public CheckSpec {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "a check starts with its kind, such as tcp or http, not '" + name + "'");
    }
    arguments = List.copyOf(arguments);
  }

  /**
   * Reads one line.
   *
   * @throws IllegalArgumentException when the line is empty, a quote is open or the name is none
   */
  public static CheckSpec parse(String line) {
    List<String> words = words(line.strip());
    if (words.isEmpty()) {
      throw new IllegalArgumentException("the check is empty; write 'tcp' or 'http GET / 200'");
    }
    return new CheckSpec(words.get(0), words.subList(1, words.size()));
  }

  private static List<String> words(String line) {
    List<String> words = new ArrayList<>();
    Matcher word = WORD.matcher(line);
    int position = 0;
    while (position < line.length()) {
      word.region(position, line.length());
      if (!word.lookingAt()) {
        throw new IllegalArgumentException("a quote is not closed in check '" + line + "'");
      }
      words.add(wordOf(word));
      int next = word.end();
      position = next;
      while (position < line.length() && Character.isWhitespace(line.charAt(position))) {
        position++;
      }
      if (position == next && position < line.length()) {
        throw new IllegalArgumentException("a blank is missing beside a quote in '" + line + "'");
      }
    }
    return words;
  }

  private static String wordOf(Matcher word) {
    for (int group = 1; group <= 2; group++) {
      String quoted = word.group(group);
      if (quoted != null) {
        return quoted;
      }
    }
    return word.group();
  }
}
