package io.mainstay.node.foreign;

import java.util.List;
import java.util.Set;

/**
 * One row of a table of keywords.
 *
 * @param sections where it may stand, in the table's own words
 * @param usage as a manual writes it: {@code timeout client <time>}; {@code <…>} must be given,
 *     {@code [...]} may be, and {@code ...} stands for any number of words
 * @param words the words before its arguments: {@code timeout client}
 * @param state what becomes of it
 * @param meaning what it means here, or what to use instead
 */
public record Keyword(
    Set<String> sections, String usage, List<String> words, KeywordState state, String meaning) {
  public Keyword {
    sections = Set.copyOf(sections);
    words = List.copyOf(words);
  }

  /** How messages and code call it. */
  public String name() {
    return String.join(" ", words);
  }

  /** How many arguments it needs. */
  public int least() {
    return (int) usage.chars().filter(c -> c == '<').count();
  }

  /** How many it takes. */
  public int most() {
    return usage.contains("...")
        ? Integer.MAX_VALUE
        : least() + (int) usage.chars().filter(c -> c == '[').count();
  }
}
