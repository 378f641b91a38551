package io.mainstay.node.foreign.haproxy;

import io.mainstay.node.config.Findings;
import io.mainstay.node.config.NearestWord;
import io.mainstay.node.foreign.SourceLine;
import io.mainstay.node.foreign.Tree;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Makes a backend of a backend section, or of that side of a listen section. */
final class BackendTranslation {
  private static final List<String> OTHER_ALGORITHMS =
      List.of(
          "first", "source", "uri", "url_param", "hdr", "rdp-cookie", "hash", "log-hash", "sticky");

  private final Tree mainstay;
  private final Findings findings;
  private final Arguments arguments;
  private final TlsDefaults tls;
  private final LogTranslation log;

  BackendTranslation(Tree mainstay, Findings findings, TlsDefaults tls, LogTranslation log) {
    this.mainstay = mainstay;
    this.findings = findings;
    this.arguments = new Arguments(findings);
    this.tls = tls;
    this.log = log;
  }

  /**
   * Translates one section.
   *
   * @param clientTimeout the shortest silence that a client of it may keep
   */
  void translate(HaproxySection section, Optional<Duration> clientTimeout) {
    if (section.own("server").isEmpty()) {
      if (section.kind().equals("backend")) {
        findings.problem(
            section
                .line()
                .says(
                    "backend '"
                        + section.name()
                        + "' has no server, so every answer would be 503; give it one"));
      }
      return;
    }
    SourceLine line = section.line();
    Tree tree = mainstay.child("backends", line).child(section.name(), line);
    section.last("balance").ifPresent(said -> balance(said, tree));
    timeouts(section, tree, clientTimeout);
    retries(section, tree);
    Optional<Statement> abort = section.last("option abortonclose");
    tree.put("abortonclose", abort.isPresent(), abort.map(Statement::line).orElse(line));
    section.last("option allbackups").ifPresent(said -> tree.put("allbackups", true, said.line()));
    log.translateBackend(section, tree);
    section
        .last("option log-health-checks")
        .ifPresent(said -> tree.put("log-health-checks", true, said.line()));
    section
        .last("http-reuse")
        .ifPresent(said -> tree.put("http-reuse", said.argument(0), said.line()));
    if (section.isHttp()) {
      ErrorFiles.translate(section, tree);
    }
    new ServerTranslation(section, tree, findings, tls).translate();
  }

  private void balance(Statement said, Tree tree) {
    String algorithm = said.argument(0).replaceFirst("\\(.*", "");
    String plain =
        switch (algorithm) {
          case "roundrobin", "static-rr" -> "round-robin";
          case "leastconn" -> "least-conn";
          case "random" -> "random";
          default -> "";
        };
    if (!plain.isEmpty()) {
      tree.put("balance", plain, said.line());
    } else if (OTHER_ALGORITHMS.contains(algorithm)) {
      findings.problem(
          said.line()
              .says(
                  "'balance "
                      + algorithm
                      + "' is not supported yet: roundrobin, leastconn and random are"));
    } else {
      findings.problem(
          said.line()
              .says(
                  "'balance' knows no '"
                      + algorithm
                      + "'"
                      + NearestWord.to(
                              algorithm,
                              Stream.concat(
                                      Stream.of("roundrobin", "static-rr", "leastconn", "random"),
                                      OTHER_ALGORITHMS.stream())
                                  .toList())
                          .map(nearest -> "; did you mean '" + nearest + "'?")
                          .orElse("")));
    }
  }

  private void timeouts(HaproxySection section, Tree tree, Optional<Duration> clientTimeout) {
    Tree timeouts = tree.child("timeouts", section.line());
    for (String name : List.of("connect", "server", "queue")) {
      Optional<Statement> said = section.last("timeout " + name);
      said.flatMap(each -> time(each)).ifPresent(time -> timeouts.put(name, time, line(said)));
      if (said.isEmpty() && !name.equals("queue")) {
        findings.warning(
            section
                .line()
                .says(
                    "'"
                        + section.name()
                        + "' has no timeout "
                        + name
                        + ": HAProxy would wait for ever, a node waits for its default"));
      }
    }
    Optional<Statement> tunnel = section.last("timeout tunnel");
    if (tunnel.isPresent()) {
      tunnel.flatMap(this::time).ifPresent(time -> timeouts.put("tunnel", time, line(tunnel)));
      return;
    }
    // Without it, the first of both sides to be silent for too long ends a tunnel.
    Optional<Statement> server = section.last("timeout server");
    server
        .flatMap(said -> HaproxyTime.parse(said.argument(0)))
        .filter(time -> !time.isZero())
        .map(time -> clientTimeout.filter(client -> client.compareTo(time) < 0).orElse(time))
        .ifPresent(time -> timeouts.put("tunnel", time, line(server)));
  }

  private Optional<Duration> time(Statement said) {
    return arguments.time(said.keyword().name(), said.argument(0), said.line());
  }

  private static SourceLine line(Optional<Statement> said) {
    return said.orElseThrow().line();
  }

  private void retries(HaproxySection section, Tree tree) {
    section
        .last("retries")
        .ifPresent(
            said ->
                arguments
                    .number("retries", said.argument(0), said.line())
                    .ifPresent(number -> tree.put("retries", number, said.line())));
    section
        .last("retry-on")
        .ifPresent(
            said ->
                tree.putAll(
                    "retry-on",
                    said.arguments().stream()
                        .filter(event -> !event.equals("none"))
                        .map(event -> new Tree.Entry(event, said.line()))
                        .toList()));
    Optional<Statement> redispatch = section.last("option redispatch");
    tree.put(
        "redispatch",
        redispatch.isPresent(),
        redispatch.map(Statement::line).orElse(section.line()));
  }
}
