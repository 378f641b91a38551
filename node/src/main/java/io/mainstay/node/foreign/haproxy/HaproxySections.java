package io.mainstay.node.foreign.haproxy;

import io.mainstay.node.config.Findings;
import io.mainstay.node.foreign.Keyword;
import io.mainstay.node.foreign.KeywordState;
import io.mainstay.node.foreign.KeywordTable;
import io.mainstay.node.foreign.Refusals;
import io.mainstay.node.foreign.SourceLine;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes sections of lines, and holds each line against the table of keywords: only what is honoured
 * gets into a section, and of everything else it is told what becomes of it.
 */
final class HaproxySections {
  private static final Set<String> OTHERS =
      Set.of(
          "peers",
          "resolvers",
          "mailers",
          "userlist",
          "program",
          "cache",
          "ring",
          "http-errors",
          "fcgi-app",
          "log-forward",
          "crt-store",
          "traces",
          "acme",
          "namespace_list");

  private static final Set<String> PROXIES = Set.of("frontend", "backend", "listen");

  private final Findings findings;
  private final List<HaproxySection> sections = new ArrayList<>();
  private final Map<String, HaproxySection> namedDefaults = new HashMap<>();
  private final Map<String, SourceLine> names = new HashMap<>();
  private @Nullable HaproxySection defaults;
  private @Nullable HaproxySection current;
  private boolean skipping;

  HaproxySections(Findings findings) {
    this.findings = findings;
  }

  /** The sections read so far, defaults left out, in the order of the files. */
  List<HaproxySection> sections() {
    return sections;
  }

  void read(List<SourceLine> lines) {
    current = null;
    skipping = false;
    lines.forEach(this::readLine);
  }

  private void readLine(SourceLine line) {
    String first = line.words().get(0);
    if (first.equals("global") || first.equals("defaults") || PROXIES.contains(first)) {
      skipping = false;
      begin(first, line);
    } else if (OTHERS.contains(first) && (current == null || !known(current, line))) {
      skipping = true;
      findings.problem(line.says("the section '" + first + "' is not supported; remove it"));
    } else if (first.startsWith(".")) {
      findings.problem(
          line.says(
              "'"
                  + first
                  + "' is not supported: conditions are not read; keep a file for each case"));
    } else if (!skipping) {
      statement(line);
    }
  }

  private static boolean known(HaproxySection section, SourceLine line) {
    return KeywordTable.HAPROXY.find(section.kind(), line.words()).isPresent();
  }

  private void begin(String kind, SourceLine line) {
    List<String> words = line.words();
    int from = words.indexOf("from");
    int end = from > 0 ? from : words.size();
    String name = end > 1 ? words.get(1) : "";
    if (end > 2 || (from > 0 && words.size() != from + 2)) {
      findings.problem(
          line.says("'" + kind + "' takes a name and nothing else: " + kind + " NAME [from NAME]"));
    }
    HaproxySection base = from > 0 ? named(line, words.get(words.size() - 1)) : defaults;
    boolean inherits = kind.equals("defaults") ? from > 0 : PROXIES.contains(kind);
    HaproxySection section = new HaproxySection(kind, name, line, inherits ? base : null);
    current = section;
    if (kind.equals("defaults")) {
      defaults = section;
      if (!name.isEmpty()) {
        namedDefaults.put(name, section);
      }
      return;
    }
    if (PROXIES.contains(kind)) {
      checkName(section);
    }
    sections.add(section);
  }

  private @Nullable HaproxySection named(SourceLine line, String name) {
    HaproxySection found = namedDefaults.get(name);
    if (found == null) {
      findings.problem(
          line.says("there is no section 'defaults " + name + "' in front of this line"));
    }
    return found;
  }

  private void checkName(HaproxySection section) {
    SourceLine line = section.line();
    if (section.name().isEmpty()) {
      findings.problem(line.says("'" + section.kind() + "' needs a name"));
    } else if (!section.name().matches("[A-Za-z0-9_.:-]+")) {
      findings.problem(
          line.says(
              "'" + section.name() + "' is no name: letters, digits and - _ . : may be in it"));
    }
    for (String side : List.of("frontend", "backend")) {
      boolean has = side.equals("frontend") ? section.isFrontend() : section.isBackend();
      SourceLine twin = has ? names.putIfAbsent(side + " " + section.name(), line) : null;
      if (twin != null) {
        findings.problem(
            line.says(
                "a "
                    + side
                    + " '"
                    + section.name()
                    + "' is already at "
                    + twin.location()
                    + "; give each its own name"));
      }
    }
  }

  private void statement(SourceLine line) {
    List<String> words = line.words();
    boolean negated = words.size() > 1 && words.get(0).equals("no");
    boolean prefixed = negated || (words.size() > 1 && words.get(0).equals("default"));
    List<String> said = prefixed ? words.subList(1, words.size()) : words;
    if (current == null) {
      findings.problem(
          line.says(
              "'"
                  + words.get(0)
                  + "' stands in front of any section; begin with global, defaults,"
                  + " frontend, listen or backend"));
      return;
    }
    Optional<Keyword> found = KeywordTable.HAPROXY.find(current.kind(), said);
    if (found.isEmpty()) {
      findings.problem(line.says(KeywordTable.HAPROXY.unknown(current.kind(), said)));
      return;
    }
    Keyword keyword = found.get();
    List<String> arguments = said.subList(keyword.words().size(), said.size());
    if (keyword.state() == KeywordState.HONOURED) {
      if (arguments.size() < keyword.least() && !negated) {
        findings.problem(line.says("'" + keyword.name() + "' needs more: " + keyword.usage()));
      } else if (arguments.size() > keyword.most()) {
        findings.problem(
            line.says("'" + keyword.name() + "' has too many words behind it: " + keyword.usage()));
      } else {
        current.add(new Statement(keyword, arguments, prefixed, line));
      }
    } else if (!negated) {
      Refusals.tell(keyword, line, findings);
    }
  }
}
