package io.mainstay.node.foreign.haproxy;

import io.mainstay.node.config.Findings;
import io.mainstay.node.foreign.SourceLine;
import io.mainstay.node.foreign.Tree;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Makes the servers of one backend. */
final class ServerTranslation {
  /** Numbers by HAProxy's name and a node's. */
  private static final Map<String, String> NUMBERS =
      Map.of(
          "weight", "weight",
          "maxconn", "maxconn",
          "maxqueue", "maxqueue",
          "pool-max-conn", "pool-max-conn",
          "pool-low-conn", "pool-low-conn",
          "max-reuse", "max-reuse",
          "agent-port", "agent-port",
          "port", "check-port");

  private static final Map<String, String> TIMES =
      Map.of(
          "slowstart", "slow-start",
          "pool-purge-delay", "pool-purge-delay",
          "agent-inter", "agent-inter");

  private static final Map<String, String> TEXTS =
      Map.of(
          "track", "track",
          "agent-addr", "agent-addr",
          "agent-send", "agent-send",
          "addr", "check-addr");

  private final HaproxySection section;
  private final Tree backend;
  private final Findings findings;
  private final Arguments arguments;
  private final TlsDefaults tls;
  private final Map<String, SourceLine> names = new HashMap<>();
  private final List<CheckedServer> servers = new ArrayList<>();

  /** A server and what is said of it. */
  record CheckedServer(String name, Parameters settings, SourceLine line) {}

  ServerTranslation(HaproxySection section, Tree backend, Findings findings, TlsDefaults tls) {
    this.section = section;
    this.backend = backend;
    this.findings = findings;
    this.arguments = new Arguments(findings);
    this.tls = tls;
  }

  void translate() {
    Parameters defaults = tls.server();
    List<Statement> own = section.rules("server", "default-server");
    for (Statement said : section.all("default-server")) {
      if (!own.contains(said)) {
        defaults = defaults.with(said, 0);
      }
    }
    for (Statement said : own) {
      if (said.keyword().name().equals("default-server")) {
        defaults = defaults.with(said, 0);
      } else {
        server(said, defaults.with(said, 2));
      }
    }
    new CheckTranslation(section, backend, findings).translate(servers);
  }

  private void server(Statement said, Parameters settings) {
    SourceLine line = said.line();
    String name = said.argument(0);
    SourceLine twin = names.putIfAbsent(name, line);
    if (twin != null) {
      findings.problem(
          line.says(
              "server '"
                  + name
                  + "' is already at "
                  + twin.location()
                  + "; give each server of a backend its own name"));
      return;
    }
    servers.add(new CheckedServer(name, settings, line));
    Tree tree = backend.child("servers", line).child(name, line);
    HaproxyAddress address = HaproxyAddress.server(said.argument(1));
    address.mistake().ifPresent(mistake -> findings.problem(line.says(mistake)));
    address.addresses().forEach(each -> tree.put("address", each, line));
    if (address.addresses().isEmpty()) {
      // Told; what else there is to say of the server is worth hearing all the same.
      tree.put("address", "127.0.0.1:1", line);
    }
    values(settings, tree);
    new TlsTranslation(tls, findings).ofServer(settings, line, tree);
    section
        .last("option http-server-close")
        .filter(close -> !settings.has("max-reuse"))
        .ifPresent(close -> tree.put("max-reuse", 0, close.line()));
  }

  private void values(Parameters settings, Tree tree) {
    NUMBERS.forEach(
        (name, key) ->
            settings
                .get(name)
                .ifPresent(
                    said ->
                        arguments
                            .number(name, said.value(), said.line())
                            .ifPresent(number -> tree.put(key, number, said.line()))));
    TIMES.forEach(
        (name, key) ->
            settings
                .get(name)
                .ifPresent(
                    said ->
                        arguments
                            .anyTime(name, said.value(), said.line())
                            .ifPresent(time -> tree.put(key, time, said.line()))));
    TEXTS.forEach(
        (name, key) ->
            settings.get(name).ifPresent(said -> tree.put(key, said.value(), said.line())));
    settings.get("backup").ifPresent(said -> tree.put("backup", true, said.line()));
    settings.get("disabled").ifPresent(said -> tree.put("state", "maint", said.line()));
    settings
        .get("agent-check")
        .filter(said -> !settings.has("agent-port"))
        .ifPresent(said -> findings.problem(said.line().says("'agent-check' needs an agent-port")));
  }
}
