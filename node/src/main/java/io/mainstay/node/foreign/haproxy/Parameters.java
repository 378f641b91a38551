package io.mainstay.node.foreign.haproxy;

import io.mainstay.node.config.Findings;
import io.mainstay.node.foreign.Keyword;
import io.mainstay.node.foreign.KeywordState;
import io.mainstay.node.foreign.KeywordTable;
import io.mainstay.node.foreign.Refusals;
import io.mainstay.node.foreign.SourceLine;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The words behind an address, of a server or a bind, and of the lines that give all of them
 * defaults. Where a word is said several times the last one counts.
 */
final class Parameters {
  /** One setting and where it is written. */
  record Setting(String value, SourceLine line) {}

  private final String section;
  private final Map<String, List<Setting>> settings = new LinkedHashMap<>();
  private final Findings findings;

  private Parameters(String section, Findings findings) {
    this.section = section;
    this.findings = findings;
  }

  /**
   * None yet.
   *
   * @param section {@code server} or {@code bind}, as in the table of keywords
   */
  static Parameters none(String section, Findings findings) {
    return new Parameters(section, findings);
  }

  /** These, and the words from {@code first} on, which count more. */
  Parameters with(Statement said, int first) {
    Parameters all = new Parameters(section, findings);
    settings.forEach((name, before) -> all.settings.put(name, new ArrayList<>(before)));
    List<String> words = said.arguments();
    int at = first;
    while (at < words.size()) {
      List<String> rest = words.subList(at, words.size());
      Optional<Keyword> found = KeywordTable.HAPROXY.find(section, rest);
      if (found.isEmpty()) {
        findings.problem(
            said.line().says(KeywordTable.HAPROXY.unknown(section, rest.subList(0, 1))));
        return all;
      }
      Keyword keyword = found.get();
      if (rest.size() <= keyword.least()) {
        findings.problem(
            said.line().says("'" + keyword.name() + "' needs more: " + keyword.usage()));
        return all;
      }
      if (keyword.state() == KeywordState.HONOURED) {
        all.add(keyword.name(), keyword.least() > 0 ? rest.get(1) : "", said.line());
      } else {
        Refusals.tell(keyword, said.line(), findings);
      }
      at += 1 + keyword.least();
    }
    return all;
  }

  private void add(String name, String value, SourceLine line) {
    if (name.startsWith("no-") && isKeyword(name.substring(3))) {
      settings.remove(name.substring(3));
    } else {
      settings.remove("no-" + name);
    }
    if (name.equals("enabled")) {
      settings.remove("disabled");
    } else {
      settings.computeIfAbsent(name, first -> new ArrayList<>()).add(new Setting(value, line));
    }
  }

  private boolean isKeyword(String name) {
    return KeywordTable.HAPROXY.find(section, List.of(name)).isPresent();
  }

  Optional<Setting> get(String name) {
    List<Setting> all = all(name);
    return all.isEmpty() ? Optional.empty() : Optional.of(all.get(all.size() - 1));
  }

  /** Each time that a word is said. */
  List<Setting> all(String name) {
    return settings.getOrDefault(name, List.of());
  }

  boolean has(String name) {
    return settings.containsKey(name);
  }
}
