package io.mainstay.node.foreign.haproxy;

import io.mainstay.node.config.Findings;
import io.mainstay.node.foreign.Keyword;
import io.mainstay.node.foreign.KeywordState;
import io.mainstay.node.foreign.KeywordTable;
import io.mainstay.node.foreign.Refusals;
import io.mainstay.node.foreign.SourceLine;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What is said of a server, by its own line and by the default-server lines before it. */
final class ServerSettings {
  /** One setting and where it is written. */
  record Setting(String value, SourceLine line) {}

  private final Map<String, Setting> settings;
  private final Findings findings;

  private ServerSettings(Map<String, Setting> settings, Findings findings) {
    this.settings = settings;
    this.findings = findings;
  }

  static ServerSettings none(Findings findings) {
    return new ServerSettings(new LinkedHashMap<>(), findings);
  }

  /** These, and the words from {@code first} on, which count more. */
  ServerSettings with(Statement said, int first) {
    ServerSettings all = new ServerSettings(new LinkedHashMap<>(settings), findings);
    List<String> words = said.arguments();
    int at = first;
    while (at < words.size()) {
      List<String> rest = words.subList(at, words.size());
      Optional<Keyword> found = KeywordTable.HAPROXY.find("server", rest);
      if (found.isEmpty()) {
        findings.problem(
            said.line().says(KeywordTable.HAPROXY.unknown("server", rest.subList(0, 1))));
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
    if (name.startsWith("no-")) {
      settings.remove(name.substring(3));
    } else if (name.equals("enabled")) {
      settings.remove("disabled");
    } else {
      settings.put(name, new Setting(value, line));
    }
  }

  Optional<Setting> get(String name) {
    return Optional.ofNullable(settings.get(name));
  }

  boolean has(String name) {
    return settings.containsKey(name);
  }
}
