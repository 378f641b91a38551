package io.mainstay.node.foreign.haproxy;

import io.mainstay.node.config.Findings;
import io.mainstay.node.foreign.SourceLine;
import io.mainstay.node.foreign.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The words of a scripted conversation that does what HAProxy's tcp-check rules do. */
final class TcpCheckWords {
  private static final Set<String> MATCHES = Set.of("string", "rstring", "binary");

  private final Findings findings;
  private final List<Tree.Entry> words;

  TcpCheckWords(Findings findings, List<Tree.Entry> words) {
    this.findings = findings;
    this.words = words;
  }

  /** Adds the words for these rules; a plain connection when there are none. */
  void add(Statement kind, List<Statement> rules) {
    List<Tree.Entry> steps = new ArrayList<>();
    boolean tls = false;
    for (int i = 0; i < rules.size(); i++) {
      Statement rule = rules.get(i);
      switch (rule.keyword().name()) {
        case "tcp-check connect" -> tls |= connect(rule, i == 0);
        case "tcp-check send" -> step(steps, "send " + escaped(rule.argument(0)), rule.line());
        case "tcp-check send-binary" -> step(steps, "send-binary " + rule.argument(0), rule.line());
        default -> expect(rule, steps);
      }
    }
    if (steps.isEmpty()) {
      step(words, tls ? "tls" : "tcp", kind.line());
    } else {
      step(words, "tcp-check", kind.line());
      if (tls) {
        step(words, "tls", kind.line());
      }
    }
    if (tls) {
      step(words, "verify=none", kind.line());
    }
    words.addAll(steps);
  }

  private static void step(List<Tree.Entry> steps, String step, SourceLine line) {
    steps.add(new Tree.Entry(step, line));
  }

  private boolean connect(Statement rule, boolean first) {
    List<String> arguments = rule.arguments();
    boolean plain = arguments.isEmpty() || arguments.equals(List.of("ssl"));
    if (!first || !plain) {
      findings.problem(
          rule.line()
              .says("'tcp-check connect' is supported as the first rule only, alone or with ssl"));
    }
    return arguments.contains("ssl");
  }

  private void expect(Statement rule, List<Tree.Entry> steps) {
    List<String> arguments = new ArrayList<>(rule.arguments());
    boolean not = arguments.remove("!");
    if (arguments.size() > 2 && arguments.get(0).equals("comment")) {
      arguments.subList(0, 2).clear();
    }
    String match = arguments.get(0);
    if (arguments.size() != 2 || !MATCHES.contains(match)) {
      findings.problem(
          rule.line()
              .says(
                  "'tcp-check expect "
                      + String.join(" ", rule.arguments())
                      + "' is not supported: write [!] and one of string, rstring and binary with"
                      + " one word; quote what has blanks"));
      return;
    }
    String value = match.equals("string") ? escaped(arguments.get(1)) : arguments.get(1);
    step(steps, "expect " + (not ? "! " : "") + match + " " + value, rule.line());
  }

  private static String escaped(String text) {
    StringBuilder escaped = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '\\' -> escaped.append("\\\\");
        case '\r' -> escaped.append("\\r");
        case '\n' -> escaped.append("\\n");
        case '\t' -> escaped.append("\\t");
        default -> escaped.append(c < ' ' ? String.format(Locale.ROOT, "\\x%02x", (int) c) : c);
      }
    }
    return escaped.toString();
  }
}
