package io.mainstay.node.config;

import io.mainstay.health.CheckPolicy;
import io.mainstay.health.CheckSpec;
import io.mainstay.health.InitialState;
import io.mainstay.proxy.Backend;
import io.mainstay.proxy.BackendTimeouts;
import io.mainstay.proxy.Backups;
import io.mainstay.proxy.Balance;
import io.mainstay.proxy.HttpReuse;
import io.mainstay.proxy.OwnAnswers;
import io.mainstay.proxy.QueuePolicy;
import io.mainstay.proxy.QueuePolicy.OnClientClose;
import io.mainstay.proxy.RetryOn;
import io.mainstay.proxy.RetryPolicy;
import io.mainstay.proxy.RetryPolicy.Redispatch;
import io.mainstay.proxy.Server;
import io.mainstay.proxy.ServerRole;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads backends: their servers, and how these are checked, chosen, waited for and tried again. */
final class BackendReader {
  private static final String NO_CHECK = "none";
  private static final int MOST_WAITING = 1_000_000;

  private final LogReader log;
  private final ErrorFilesReader errorFiles;
  private final ServerReader serverReader;
  private final List<BackendCheck> checks = new ArrayList<>();

  BackendReader(Addresses addresses, LogReader log, ErrorFilesReader errorFiles) {
    this.log = log;
    this.errorFiles = errorFiles;
    this.serverReader = new ServerReader(addresses);
  }

  List<BackendCheck> checks() {
    return checks;
  }

  /** Which servers follow another one's check. */
  TrackReader tracks() {
    return serverReader.tracks();
  }

  /** The agents of all servers read. */
  List<AgentConfig> agents() {
    return serverReader.agents();
  }

  /** Where servers are checked that are not checked where they serve. */
  Map<String, CheckPlace> checkPlaces() {
    return serverReader.checkPlaces();
  }

  /** Where more servers come from. */
  List<SourceConfig> sources() {
    return serverReader.sources();
  }

  Optional<Backend> read(String name, Section section) {
    Balance balance = section.oneOf("balance", Balance.class);
    List<Server> servers = serverReader.read(name, section, balance);
    BackendTimeouts timeouts = readTimeouts(section.section("timeouts"));
    RetryPolicy retry = readRetry(section);
    QueuePolicy queue = readQueue(section, servers);
    HttpReuse httpReuse = section.oneOf("http-reuse", HttpReuse.class);
    Backups backups = section.flag("allbackups") ? Backups.ALL : Backups.FIRST;
    if (!servers.isEmpty()
        && servers.stream().allMatch(server -> server.role() == ServerRole.BACKUP)) {
      section.warning("servers", "are all backups, so there is nobody for whom they stand in");
    }
    OwnAnswers ownAnswers = errorFiles.read(section.section("error-files"));
    readCheck(name, section, servers);
    log.readBackend(name, section.section("log"), section.flag("log-health-checks"));
    try {
      return Optional.of(
          new Backend(
              name, servers, timeouts, retry, balance, queue, httpReuse, backups, ownAnswers));
    } catch (IllegalArgumentException e) {
      section.problemHere(String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }

  private static BackendTimeouts readTimeouts(Section section) {
    Duration connect = section.duration("connect");
    BackendTimeouts timeouts =
        new BackendTimeouts(
            connect,
            section.duration("server"),
            section.duration("idle"),
            section.duration("tunnel"),
            section.has("queue") ? section.duration("queue") : connect);
    section.close();
    return timeouts;
  }

  private static RetryPolicy readRetry(Section section) {
    int retries = section.integer("retries", 0, 100);
    Redispatch redispatch = section.flag("redispatch") ? Redispatch.EVERY_RETRY : Redispatch.NEVER;
    Set<RetryOn> on = EnumSet.noneOf(RetryOn.class);
    for (Section.Entry entry : section.strings("retry-on")) {
      try {
        on.add(RetryOn.valueOf(entry.text().toUpperCase(Locale.ROOT).replace('-', '_')));
      } catch (IllegalArgumentException e) {
        section.problemAt(
            entry,
            "retry-on",
            "must be some of conn-failure, empty-response, junk-response, response-timeout, not '"
                + entry.text()
                + "'");
      }
    }
    return new RetryPolicy(retries, on, redispatch);
  }

  private static QueuePolicy readQueue(Section section, List<Server> servers) {
    int limit = section.integer("queue-limit", 0, MOST_WAITING);
    OnClientClose onClose = section.flag("abortonclose") ? OnClientClose.ABORT : OnClientClose.KEEP;
    boolean unlimited = servers.stream().anyMatch(server -> server.maxConn() == 0);
    if (limit > 0 && unlimited) {
      section.warning(
          "queue-limit", "changes nothing: nobody waits while a server without maxconn is up");
    }
    return new QueuePolicy(limit, onClose);
  }

  private void readCheck(String backend, Section section, List<Server> servers) {
    List<String> words = checkWords(section);
    Duration inter = section.duration("inter");
    @Nullable Duration fastInter = optional(section, "fastinter");
    @Nullable Duration downInter = optional(section, "downinter");
    Duration timeout = section.duration("check-timeout");
    int rise = section.integer("rise", 1, CheckPolicy.MAX_PROBES);
    int fall = section.integer("fall", 1, CheckPolicy.MAX_PROBES);
    InitialState initial = section.oneOf("init-state", InitialState.class);
    if (words.equals(List.of(NO_CHECK))) {
      return;
    }
    try {
      CheckSpec spec = spec(words);
      if (CheckOverTls.isMixed(spec, servers)) {
        section.warning(
            "check",
            "is asked without TLS, for the servers of this backend do not all speak it alike; give"
                + " each kind a backend of its own, or write https, tls or tcp-check tls");
      }
      checks.add(
          new BackendCheck(
              backend,
              CheckOverTls.of(spec, servers),
              new CheckPolicy(inter, fastInter, downInter, rise, fall, timeout, initial),
              section.location("check")));
    } catch (IllegalArgumentException e) {
      section.problem("check", "cannot be used: " + e.getMessage());
    }
  }

  /** A line, or a list of words for what would need too many quotes. */
  private static List<String> checkWords(Section section) {
    return section.strings("check").stream().map(Section.Entry::text).toList();
  }

  private static CheckSpec spec(List<String> words) {
    return words.size() == 1
        ? CheckSpec.parse(words.get(0))
        : words.isEmpty()
            ? CheckSpec.parse("")
            : new CheckSpec(words.get(0), words.subList(1, words.size()));
  }

  private static @Nullable Duration optional(Section section, String key) {
    return section.has(key) ? section.duration(key) : null;
  }
}
