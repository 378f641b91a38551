package io.mainstay.node.foreign.haproxy;

import io.mainstay.node.config.Findings;
import io.mainstay.node.foreign.Tree;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Makes a status listener of a section that has the statistics page and no servers. The page of a
 * section that has them is not shown among their answers.
 */
final class StatsTranslation {
  private static final List<String> KEYWORDS =
      List.of(
          "stats enable",
          "stats uri",
          "stats auth",
          "stats refresh",
          "stats show-node",
          "stats scope");

  /** Where HAProxy has the page unless it is told. */
  private static final String URI = "/haproxy?stats";

  private final Tree mainstay;
  private final Findings findings;
  private final Arguments arguments;
  private final TlsDefaults tls;

  /** Lines that were told of: several sections inherit one of the defaults. */
  private final Set<String> told = new HashSet<>();

  StatsTranslation(Tree mainstay, Findings findings, TlsDefaults tls) {
    this.mainstay = mainstay;
    this.findings = findings;
    this.arguments = new Arguments(findings);
    this.tls = tls;
  }

  /** Whether the section is there for the page alone. */
  static boolean isListener(HaproxySection section) {
    return section.isFrontend()
        && section.own("server").isEmpty()
        && section.last("default_backend").isEmpty()
        && KEYWORDS.stream().anyMatch(section::has);
  }

  /** Tells that clients of this section do not find the page at its addresses. */
  void tellLeftOut(HaproxySection section) {
    for (String keyword : KEYWORDS) {
      section
          .last(keyword)
          .filter(said -> told.add(said.line().location()))
          .ifPresent(
              said ->
                  findings.warning(
                      said.line()
                          .says(
                              "'"
                                  + keyword
                                  + "' is left out of '"
                                  + section.name()
                                  + "': the page has addresses of its own; give it a listen"
                                  + " without servers")));
    }
  }

  void translate(HaproxySection section) {
    if (!section.isHttp()) {
      findings.problem(
          section.line().says("the statistics page of '" + section.name() + "' needs mode http"));
    }
    section
        .last("maxconn")
        .filter(said -> section.own("maxconn").contains(said))
        .ifPresent(
            said ->
                findings.warning(
                    said.line().says("'maxconn' is left out: the page has threads of its own")));
    Tree tree =
        mainstay
            .child("status", section.line())
            .child("listeners", section.line())
            .child(section.name(), section.line());
    binds(section, tree);
    section
        .last("stats uri")
        .ifPresentOrElse(
            said -> tree.put("uri", said.argument(0), said.line()),
            () -> tree.put("uri", URI, section.line()));
    List<Tree.Entry> users = entries(section.rules("stats auth"));
    if (!users.isEmpty()) {
      tree.putAll("auth", users);
    }
    section.last("stats refresh").ifPresent(said -> refresh(said, tree));
    section
        .last("stats show-node")
        .ifPresentOrElse(
            said ->
                tree.put(
                    "show-node",
                    said.arguments().isEmpty() ? "true" : said.argument(0),
                    said.line()),
            () -> tree.put("show-node", "false", section.line()));
    List<Tree.Entry> scope = entries(section.rules("stats scope"));
    if (!scope.isEmpty()) {
      tree.putAll("scope", scope);
    }
  }

  private static List<Tree.Entry> entries(List<Statement> statements) {
    return statements.stream().map(said -> new Tree.Entry(said.argument(0), said.line())).toList();
  }

  /** The one time of HAProxy's that is in seconds without a unit. */
  private void refresh(Statement said, Tree tree) {
    String text = said.argument(0);
    arguments
        .time("stats refresh", text.matches("[0-9]+") ? text + "s" : text, said.line())
        .ifPresent(time -> tree.put("refresh", time, said.line()));
  }

  private void binds(HaproxySection section, Tree tree) {
    List<Tree.Entry> all = new ArrayList<>();
    for (Statement bind : section.own("bind")) {
      HaproxyAddress address = HaproxyAddress.bind(bind.argument(0));
      address.mistake().ifPresent(mistake -> findings.problem(bind.line().says(mistake)));
      address.addresses().forEach(each -> all.add(new Tree.Entry(each, bind.line())));
      if (tls.bind().with(bind, 1).has("ssl")) {
        findings.problem(
            bind.line()
                .says("the statistics page has no TLS; remove ssl, and bind where it is safe"));
      }
    }
    if (section.own("bind").isEmpty()) {
      findings.problem(
          section.line().says("'" + section.name() + "' listens nowhere; give it a bind"));
    } else {
      tree.putAll("bind", all);
    }
  }
}
