package io.mainstay.node.foreign.haproxy;

import io.mainstay.node.config.Findings;
import io.mainstay.node.foreign.SourceLine;
import io.mainstay.node.foreign.Tree;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * Makes the log of {@code log} lines, of each frontend's options how its sessions get there, and
 * who hears of backends.
 */
final class LogTranslation {
  private final Tree mainstay;
  private final Findings findings;
  private final List<Statement> global;
  private final Optional<Statement> sendHostname;

  /** Whether any section logs at all. */
  private final boolean anywhere;

  /** The names of the targets, by what is the same for all who write there. */
  private final Map<String, String> names = new LinkedHashMap<>();

  /** The same of a line that cannot be used is told once. */
  private final Map<Statement, Optional<LogTarget>> read = new LinkedHashMap<>();

  LogTranslation(Tree mainstay, Findings findings, List<HaproxySection> sections) {
    this.mainstay = mainstay;
    this.findings = findings;
    List<HaproxySection> globals =
        sections.stream().filter(section -> section.kind().equals("global")).toList();
    this.global = globals.stream().flatMap(section -> section.own("log").stream()).toList();
    this.anywhere = sections.stream().anyMatch(section -> !section.own("log").isEmpty());
    this.sendHostname =
        globals.stream().flatMap(section -> section.own("log-send-hostname").stream()).findFirst();
    globals.stream()
        .flatMap(section -> section.own("log-tag").stream())
        .forEach(said -> log(said.line()).put("tag", said.argument(0), said.line()));
    sendHostname
        .filter(said -> !said.arguments().isEmpty())
        .ifPresent(said -> log(said.line()).put("host", said.argument(0), said.line()));
  }

  private Tree log(SourceLine line) {
    return mainstay.child("log", line);
  }

  /** Says where the sessions of a frontend go. */
  void translate(HaproxySection section, Tree frontend) {
    List<Statement> lines = lines(section);
    boolean tcplog = section.has("option tcplog") && !section.has("option httplog");
    targets(section, lines, frontend, (target, line) -> name(target, tcplog, line));
    if (lines.isEmpty()) {
      return;
    }
    Tree log = frontend.child("log", lines.get(0).line());
    option(section, "option dontlognull", log, "dont-log-null");
    option(section, "option dontlog-normal", log, "dont-log-normal");
    option(section, "option log-separate-errors", log, "separate-errors");
    section
        .last("option httplog")
        .filter(said -> !said.arguments().isEmpty())
        .ifPresent(
            said ->
                findings.warning(
                    said.line().says("'option httplog clf' is written as option httplog alone")));
  }

  /** Says who hears of a backend and its servers. */
  void translateBackend(HaproxySection section, Tree backend) {
    targets(section, lines(section), backend, this::anyName);
  }

  private void targets(
      HaproxySection section,
      List<Statement> lines,
      Tree tree,
      BiFunction<LogTarget, SourceLine, String> name) {
    if (lines.isEmpty()) {
      // A target of another section is not this one's.
      if (anywhere) {
        tree.child("log", section.line()).put("targets", List.of(), section.line());
      }
      return;
    }
    List<String> to = new ArrayList<>();
    for (Statement said : lines) {
      read.computeIfAbsent(said, each -> LogTarget.of(each, findings))
          .ifPresent(target -> to.add(name.apply(target, said.line())));
    }
    SourceLine from = lines.get(0).line();
    tree.child("log", from).put("targets", to.stream().distinct().toList(), from);
  }

  /** Those of the section and its defaults behind the last {@code no log}. */
  private List<Statement> lines(HaproxySection section) {
    List<Statement> lines = new ArrayList<>();
    for (Statement said : section.all("log")) {
      if (said.negated()) {
        lines.clear();
      } else if (said.argument(0).equals("global")) {
        lines.addAll(global);
      } else {
        lines.add(said);
      }
    }
    return lines;
  }

  private static void option(HaproxySection section, String option, Tree log, String key) {
    section.last(option).ifPresent(said -> log.put(key, true, said.line()));
  }

  private String name(LogTarget target, boolean tcplog, SourceLine line) {
    return names.computeIfAbsent(
        target + " " + tcplog, each -> put("log" + (names.size() + 1), target, tcplog, line));
  }

  /** The format is of sessions, and backends have none. */
  private String anyName(LogTarget target, SourceLine line) {
    return name(target, names.containsKey(target + " " + true), line);
  }

  private String put(String name, LogTarget target, boolean tcplog, SourceLine line) {
    Tree tree = log(line).child("targets", line).child(name, line);
    tree.put("to", target.to(), line);
    tree.put("format", tcplog ? "tcp" : "http", line);
    tree.put(
        "header",
        target.header().orElse(sendHostname.isPresent() ? "rfc3164" : "local"),
        sendHostname.map(Statement::line).orElse(line));
    tree.put("facility", target.facility(), line);
    tree.put("level", target.level(), line);
    tree.put("min-level", target.minLevel(), line);
    tree.put("max-bytes", target.maxBytes(), line);
    return name;
  }
}
