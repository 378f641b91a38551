package io.mainstay.node.foreign.haproxy;

import io.mainstay.node.foreign.SourceLine;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One section of the file, and the defaults it starts from. Filled while the file is read. */
final class HaproxySection {
  private final String kind;
  private final String name;
  private final SourceLine line;
  private final @Nullable HaproxySection defaults;
  private final List<Statement> statements = new ArrayList<>();

  HaproxySection(String kind, String name, SourceLine line, @Nullable HaproxySection defaults) {
    this.kind = kind;
    this.name = name;
    this.line = line;
    this.defaults = defaults;
  }

  void add(Statement statement) {
    statements.add(statement);
  }

  /** global, defaults, frontend, listen or backend. */
  String kind() {
    return kind;
  }

  String name() {
    return name;
  }

  /** Where it begins. */
  SourceLine line() {
    return line;
  }

  boolean isFrontend() {
    return kind.equals("frontend") || kind.equals("listen");
  }

  boolean isBackend() {
    return kind.equals("backend") || kind.equals("listen");
  }

  /** Whether its mode is http; HAProxy's own default is tcp. */
  boolean isHttp() {
    return last("mode").map(said -> said.argument(0)).orElse("tcp").equals("http");
  }

  /** What the section itself says last, else what its defaults say; empty when that is "no". */
  Optional<Statement> last(String keyword) {
    for (int i = statements.size() - 1; i >= 0; i--) {
      Statement statement = statements.get(i);
      if (statement.keyword().name().equals(keyword)) {
        return statement.negated() ? Optional.empty() : Optional.of(statement);
      }
    }
    return defaults == null ? Optional.empty() : defaults.last(keyword);
  }

  boolean has(String keyword) {
    return last(keyword).isPresent();
  }

  /** All lines of that keyword in the section itself. */
  List<Statement> own(String keyword) {
    return statements.stream().filter(each -> each.keyword().name().equals(keyword)).toList();
  }

  /** All lines of that keyword, those of the defaults first. */
  List<Statement> all(String keyword) {
    List<Statement> all = new ArrayList<>(defaults == null ? List.of() : defaults.all(keyword));
    all.addAll(own(keyword));
    return all;
  }

  /** The lines of these keywords in the order of the file; the defaults' only if it has none. */
  List<Statement> rules(String... keywords) {
    List<String> names = List.of(keywords);
    List<Statement> rules =
        statements.stream().filter(each -> names.contains(each.keyword().name())).toList();
    return rules.isEmpty() && defaults != null ? defaults.rules(keywords) : rules;
  }
}
