package io.mainstay.health;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A check as a configuration writes it: a name, then arguments. Words are separated by blanks;
 * {@code "double"} or {@code 'single'} quotes keep blanks inside a word or a part of it, as in
 * {@code header="X-Probe: 1"}.
 *
 * @param name the kind of check, such as {@code http}
 * @param arguments the words after it, without their quotes
 */
public record CheckSpec(String name, List<String> arguments) {

  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]*");
  private static final Pattern PART = Pattern.compile("\"([^\"]*)\"|'([^']*)'|([^\\s\"']+)");

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
    StringBuilder word = new StringBuilder();
    Matcher part = PART.matcher(line);
    int position = 0;
    while (position < line.length()) {
      part.region(position, line.length());
      if (!part.lookingAt()) {
        throw new IllegalArgumentException("a quote is not closed in check '" + line + "'");
      }
      word.append(textOf(part));
      position = part.end();
      if (position == line.length() || Character.isWhitespace(line.charAt(position))) {
        words.add(word.toString());
        word.setLength(0);
      }
      while (position < line.length() && Character.isWhitespace(line.charAt(position))) {
        position++;
      }
    }
    return words;
  }

  private static String textOf(Matcher part) {
    for (int group = 1; group <= 2; group++) {
      String quoted = part.group(group);
      if (quoted != null) {
        return quoted;
      }
    }
    return part.group();
  }
}
