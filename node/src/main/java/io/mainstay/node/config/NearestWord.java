package io.mainstay.node.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Finds the word that a mistyped one was probably meant to be. */
public final class NearestWord {
  private NearestWord() {}

  /** So many letters are enough to take a word for the beginning of another. */
  private static final int LEAST_BEGINNING = 3;

  /**
   * The shortest candidate that begins with the word, else the one with the fewest edits, if it is
   * near enough to be a typing mistake.
   */
  public static Optional<String> to(String word, Collection<String> candidates) {
    Optional<String> begun =
        candidates.stream()
            .filter(candidate -> word.length() >= LEAST_BEGINNING && candidate.startsWith(word))
            .min(Comparator.comparingInt(String::length).thenComparing(Comparator.naturalOrder()));
    return begun.isPresent() ? begun : byEdits(word, candidates);
  }

  private static Optional<String> byEdits(String word, Collection<String> candidates) {
    int tolerated = Math.max(2, word.length() / 3);
    return candidates.stream()
        .filter(candidate -> edits(word, candidate) <= tolerated)
        .min(
            Comparator.comparingInt((String candidate) -> edits(word, candidate))
                .thenComparing(Comparator.naturalOrder()));
  }

  /** Levenshtein's distance: insertions, deletions and replacements of one character. */
  static int edits(String a, String b) {
    int[] previous = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      previous[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int[] row = new int[b.length() + 1];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replace = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        row[j] = Math.min(replace, 1 + Math.min(previous[j], row[j - 1]));
      }
      previous = row;
    }
    return previous[b.length()];
  }
}
