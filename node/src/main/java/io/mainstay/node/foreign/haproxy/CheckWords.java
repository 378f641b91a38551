package io.mainstay.node.foreign.haproxy;

import io.mainstay.node.config.Findings;
import io.mainstay.node.foreign.SourceLine;
import io.mainstay.node.foreign.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The words of a node's check that ask what HAProxy's option and its rules ask. */
final class CheckWords {
  private static final String[] KINDS = {
    "option httpchk", "option tcp-check", "option ssl-hello-chk", "option redis-check"
  };

  private static final Set<String> STATUS_MATCHES = Set.of("status", "rstatus");
  private static final Set<String> MATCHES = Set.of("status", "rstatus", "string", "rstring");

  private final HaproxySection section;
  private final Findings findings;
  private final List<Tree.Entry> words = new ArrayList<>();

  CheckWords(HaproxySection section, Findings findings) {
    this.section = section;
    this.findings = findings;
  }

  List<Tree.Entry> words() {
    List<Statement> kinds = section.rules(KINDS);
    if (kinds.isEmpty() || kinds.get(kinds.size() - 1).negated()) {
      add("tcp", section.line());
      return words;
    }
    Statement kind = kinds.get(kinds.size() - 1);
    switch (kind.keyword().name()) {
      case "option httpchk" -> http(kind);
      case "option tcp-check" ->
          new TcpCheckWords(findings, words)
              .add(
                  kind,
                  section.rules(
                      "tcp-check connect",
                      "tcp-check send",
                      "tcp-check send-binary",
                      "tcp-check expect"));
      case "option redis-check" -> {
        add("tcp-check", kind.line());
        add("send PING\\r\\n", kind.line());
        add("expect string +PONG", kind.line());
      }
      default -> {
        add("tls", kind.line());
        add("verify=none", kind.line());
      }
    }
    return words;
  }

  private void add(String word, SourceLine line) {
    words.add(new Tree.Entry(word, line));
  }

  private void http(Statement kind) {
    HttpCheckRequest request = HttpCheckRequest.of(kind.arguments());
    if (kind.arguments().size() > 3) {
      findings.problem(
          kind.line()
              .says(
                  "'option httpchk' has too many words behind it; write http-check send for fields"
                      + " and a body"));
    }
    for (Statement send : section.rules("http-check send")) {
      Optional<String> mistake = request.add(send.arguments());
      mistake.ifPresent(each -> findings.problem(send.line().says(each)));
    }
    add("http", kind.line());
    request.words().forEach(word -> add(word, kind.line()));
    boolean status = false;
    List<Statement> expects = section.rules("http-check expect");
    for (Statement expect : expects) {
      status |= expect(expect);
    }
    if (!expects.isEmpty() && !status) {
      add("100-599", expects.get(0).line());
    }
    section.last("http-check disable-on-404").ifPresent(said -> add("disable-on-404", said.line()));
    section.last("http-check send-state").ifPresent(said -> add("send-state", said.line()));
  }

  /** Adds one expectation; whether it is of the status. */
  private boolean expect(Statement expect) {
    List<String> arguments = new ArrayList<>(expect.arguments());
    boolean not = arguments.remove("!");
    if (arguments.size() > 2 && arguments.get(0).equals("comment")) {
      arguments.subList(0, 2).clear();
    }
    String match = arguments.get(0);
    if (arguments.size() != 2 || !MATCHES.contains(match)) {
      findings.problem(
          expect
              .line()
              .says(
                  "'http-check expect "
                      + String.join(" ", expect.arguments())
                      + "' is not supported: write [!] and one of status, rstatus, string and"
                      + " rstring with one word; quote what has blanks"));
      return true;
    }
    add("expect=" + (not ? "! " : "") + match + " " + arguments.get(1), expect.line());
    return STATUS_MATCHES.contains(match);
  }
}
