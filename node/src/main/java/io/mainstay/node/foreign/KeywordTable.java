package io.mainstay.node.foreign;

import io.mainstay.node.config.NearestWord;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * All keywords of one language that are known here, whether honoured or not. It is the one place
 * that knows: the readers, the documentation and the tests take it from here.
 *
 * <p>A row is {@code sections | usage | yes, warns or no | meaning}; {@code #} begins a comment.
 */
public final class KeywordTable {
  private static final Map<String, List<String>> GROUPS =
      Map.of(
          "proxies", List.of("defaults", "frontend", "listen", "backend"),
          "fronts", List.of("defaults", "frontend", "listen"),
          "backs", List.of("defaults", "listen", "backend"));

  /** Sections that are words behind others, not lines. */
  private static final Set<String> PARAMETERS = Set.of("bind", "server");

  /** HAProxy's; the sections are global, defaults, frontend, listen, backend, bind and server. */
  public static final KeywordTable HAPROXY = load("haproxy.keywords");

  /** keepalived's; a section is called as the block, the file itself is {@code top}. */
  public static final KeywordTable KEEPALIVED = load("keepalived.keywords");

  private final List<Keyword> keywords;

  private KeywordTable(List<Keyword> keywords) {
    this.keywords = List.copyOf(keywords);
  }

  /** All rows in the order of the table. */
  public List<Keyword> keywords() {
    return keywords;
  }

  /** The keyword with most words that these begin with, in this section. */
  public Optional<Keyword> find(String section, List<String> words) {
    return keywords.stream()
        .filter(keyword -> keyword.sections().contains(section))
        .filter(keyword -> begins(words, keyword.words()))
        .max(Comparator.comparingInt(keyword -> keyword.words().size()));
  }

  /** What is wrong with words that no keyword of the section begins. */
  public String unknown(String section, List<String> words) {
    Set<String> elsewhere = new TreeSet<>();
    keywords.stream()
        .filter(keyword -> begins(words, keyword.words()))
        .forEach(keyword -> elsewhere.addAll(keyword.sections()));
    if (!PARAMETERS.contains(section)) {
      elsewhere.removeAll(PARAMETERS);
    }
    if (!elsewhere.isEmpty()) {
      return "'"
          + words.get(0)
          + "' does not belong in '"
          + section
          + "', but in "
          + String.join(", ", elsewhere);
    }
    Set<String> names =
        keywords.stream()
            .filter(keyword -> keyword.sections().contains(section))
            .map(Keyword::name)
            .collect(Collectors.toSet());
    Set<String> all = keywords.stream().map(Keyword::name).collect(Collectors.toSet());
    String two = words.size() > 1 ? words.get(0) + " " + words.get(1) : words.get(0);
    boolean family = names.stream().anyMatch(name -> name.startsWith(words.get(0) + " "));
    String unknown = family ? two : words.get(0);
    return "unknown keyword '"
        + unknown
        + "' in '"
        + section
        + "'"
        + NearestWord.to(unknown, names)
            .or(() -> NearestWord.to(unknown, all))
            .map(nearest -> "; did you mean '" + nearest + "'?")
            .orElse("");
  }

  private static boolean begins(List<String> words, List<String> keyword) {
    if (words.size() < keyword.size()) {
      return false;
    }
    for (int i = 0; i < keyword.size(); i++) {
      String word = keyword.get(i);
      boolean same =
          word.endsWith("*")
              ? words.get(i).startsWith(word.substring(0, word.length() - 1))
              : words.get(i).equals(word);
      if (!same) {
        return false;
      }
    }
    return true;
  }

  private static KeywordTable load(String resource) {
    try (InputStream in = KeywordTable.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException(resource + " is missing in this program");
      }
      List<Keyword> keywords = new ArrayList<>();
      BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (!line.isBlank() && !line.startsWith("#")) {
          keywords.add(row(line));
        }
      }
      return new KeywordTable(keywords);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Keyword row(String line) {
    String[] cells = line.split("\\s*\\|\\s*", -1);
    if (cells.length != 4) {
      throw new IllegalArgumentException("a row has four cells: " + line);
    }
    List<String> words = new ArrayList<>();
    for (String word : cells[1].split(" ")) {
      if (word.startsWith("<") || word.startsWith("[") || word.equals("...")) {
        break;
      }
      words.add(word);
    }
    Set<String> sections = new TreeSet<>();
    for (String section : cells[0].strip().split(" ")) {
      sections.addAll(GROUPS.getOrDefault(section, List.of(section)));
    }
    return new Keyword(sections, cells[1], words, KeywordState.of(cells[2]), cells[3].strip());
  }
}
