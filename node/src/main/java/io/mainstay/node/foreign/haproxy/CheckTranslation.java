package io.mainstay.node.foreign.haproxy;

import io.mainstay.node.config.Findings;
import io.mainstay.node.foreign.SourceLine;
import io.mainstay.node.foreign.Tree;
import io.mainstay.node.foreign.haproxy.ServerTranslation.CheckedServer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Makes the check of a backend: what is asked, how often, and how many answers decide. */
final class CheckTranslation {
  private static final Duration INTER = Duration.ofSeconds(2);

  private final HaproxySection section;
  private final Tree backend;
  private final Findings findings;
  private final Arguments arguments;

  CheckTranslation(HaproxySection section, Tree backend, Findings findings) {
    this.section = section;
    this.backend = backend;
    this.findings = findings;
    this.arguments = new Arguments(findings);
  }

  void translate(List<CheckedServer> servers) {
    List<CheckedServer> checked =
        servers.stream().filter(server -> server.settings().has("check")).toList();
    Optional<CheckedServer> unchecked =
        servers.stream()
            .filter(server -> !server.settings().has("check") && !server.settings().has("track"))
            .findFirst();
    if (checked.isEmpty()) {
      backend.put("check", "none", section.line());
      return;
    }
    unchecked.ifPresent(
        server ->
            findings.problem(
                server
                    .line()
                    .says(
                        "server '"
                            + server.name()
                            + "' has no check and others of its backend have one; give all servers"
                            + " of a backend a check, or none")));
    CheckWords words = new CheckWords(section, findings);
    backend.putAll("check", words.words());
    policy(checked);
  }

  private void policy(List<CheckedServer> checked) {
    Duration inter = time(checked, "inter").orElse(INTER);
    time(checked, "fastinter");
    time(checked, "downinter");
    for (String name : List.of("rise", "fall")) {
      same(checked, name)
          .ifPresent(
              said ->
                  arguments
                      .number(name, said.value(), said.line())
                      .ifPresent(number -> backend.put(name, number, said.line())));
    }
    same(checked, "init-state")
        .ifPresent(said -> backend.put("init-state", said.value(), said.line()));
    timeout(inter, checked.get(0).line());
  }

  /** HAProxy gives a check its interval, or the time to connect and then its own timeout. */
  private void timeout(Duration inter, SourceLine line) {
    Optional<Statement> check = section.last("timeout check");
    Optional<Duration> own =
        check.flatMap(said -> arguments.time("timeout check", said.argument(0), said.line()));
    if (own.isEmpty()) {
      backend.put("check-timeout", inter, line);
      return;
    }
    Duration connect =
        section
            .last("timeout connect")
            .flatMap(said -> HaproxyTime.parse(said.argument(0)))
            .filter(time -> !time.isZero() && time.compareTo(inter) < 0)
            .orElse(inter);
    backend.put("check-timeout", own.get().plus(connect), check.orElseThrow().line());
  }

  private Optional<Duration> time(List<CheckedServer> checked, String name) {
    Optional<Parameters.Setting> said = same(checked, name);
    Optional<Duration> time = said.flatMap(each -> arguments.time(name, each.value(), each.line()));
    time.ifPresent(each -> backend.put(name, each, said.orElseThrow().line()));
    return time;
  }

  /** What all checked servers say; that some say otherwise is told. */
  private Optional<Parameters.Setting> same(List<CheckedServer> checked, String name) {
    Optional<Parameters.Setting> first = checked.get(0).settings().get(name);
    String value = first.map(Parameters.Setting::value).orElse("");
    for (CheckedServer other : checked) {
      Optional<Parameters.Setting> its = other.settings().get(name);
      if (!its.map(Parameters.Setting::value).orElse("").equals(value)) {
        findings.problem(
            its.map(Parameters.Setting::line)
                .orElse(other.line())
                .says(
                    "'"
                        + name
                        + "' of server '"
                        + other.name()
                        + "' is not that of server '"
                        + checked.get(0).name()
                        + "': the servers of a backend are checked alike; give both the same"));
        return first;
      }
    }
    return first;
  }
}
