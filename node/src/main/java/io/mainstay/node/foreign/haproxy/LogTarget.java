package io.mainstay.node.foreign.haproxy;

import io.mainstay.node.config.Findings;
import io.mainstay.node.foreign.SourceLine;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One {@code log} line's target.
 *
 * @param to where, as a node writes it
 * @param maxBytes of a line
 * @param header the format, if the line says one
 * @param facility of syslog
 * @param level what matters less is left out
 * @param minLevel what matters more gets this level
 */
record LogTarget(
    String to,
    int maxBytes,
    Optional<String> header,
    String facility,
    String level,
    String minLevel) {
  private static final Set<String> HEADERS =
      Set.of("local", "rfc3164", "rfc5424", "priority", "short", "timed", "iso", "raw");
  private static final Set<String> FACILITIES =
      Set.of(
          "kern", "user", "mail", "daemon", "auth", "syslog", "lpr", "news", "uucp", "cron",
          "auth2", "ftp", "ntp", "audit", "alert", "cron2", "local0", "local1", "local2", "local3",
          "local4", "local5", "local6", "local7");
  private static final Set<String> LEVELS =
      Set.of("emerg", "alert", "crit", "err", "warning", "notice", "info", "debug");

  /** HAProxy's own, of which a long request line may be more. */
  private static final int USUAL_BYTES = 1024;

  private static final int LEAST_BYTES = 80;
  private static final int MOST_BYTES = 65_000;

  /** What a line says; empty when something is wrong with it, which is told. */
  static Optional<LogTarget> of(Statement said, Findings findings) {
    SourceLine line = said.line();
    Optional<String> to = place(said.argument(0));
    if (to.isEmpty()) {
      findings.problem(
          line.says(
              "a log to '"
                  + said.argument(0)
                  + "' is not supported: use HOST:PORT, tcp@HOST:PORT, /PATH/OF/SOCKET, stdout or"
                  + " stderr"));
      return Optional.empty();
    }
    int maxBytes = USUAL_BYTES;
    Optional<String> header = Optional.empty();
    List<String> words = said.arguments();
    int at = 1;
    for (; at + 1 < words.size(); at += 2) {
      String value = words.get(at + 1);
      if (words.get(at).equals("len") && value.matches("[0-9]{1,5}")) {
        maxBytes = Math.min(MOST_BYTES, Math.max(LEAST_BYTES, Integer.parseInt(value)));
      } else if (words.get(at).equals("format") && HEADERS.contains(value)) {
        header = Optional.of(value);
      } else if (Set.of("len", "format").contains(words.get(at))) {
        findings.problem(line.says("'" + words.get(at) + " " + value + "' of a log is not known"));
        return Optional.empty();
      } else if (Set.of("sample", "profile").contains(words.get(at))) {
        findings.problem(line.says("'" + words.get(at) + "' of a log is not supported; remove it"));
        return Optional.empty();
      } else {
        break;
      }
    }
    int bytes = maxBytes;
    Optional<String> format = header;
    return rest(said, at, findings)
        .map(rest -> new LogTarget(to.get(), bytes, format, rest.get(0), rest.get(1), rest.get(2)));
  }

  /** Facility, level and minimal level, which end the line. */
  private static Optional<List<String>> rest(Statement said, int at, Findings findings) {
    String facility = said.argument(at);
    String level = said.arguments().size() > at + 1 ? said.argument(at + 1) : "debug";
    String minLevel = said.arguments().size() > at + 2 ? said.argument(at + 2) : "emerg";
    if (!FACILITIES.contains(facility)) {
      findings.problem(
          said.line()
              .says(
                  facility.isEmpty()
                      ? "'log' needs a facility behind its target, such as local0"
                      : "'" + facility + "' is no facility of syslog; use one such as local0"));
      return Optional.empty();
    }
    for (String each : List.of(level, minLevel)) {
      if (!LEVELS.contains(each)) {
        findings.problem(
            said.line()
                .says(
                    "'"
                        + each
                        + "' is no level; use one of emerg, alert, crit, err, warning, notice,"
                        + " info, debug"));
        return Optional.empty();
      }
    }
    return Optional.of(List.of(facility, level, minLevel));
  }

  private static Optional<String> place(String text) {
    if (text.equals("stdout") || text.equals("fd@1")) {
      return Optional.of("stdout");
    }
    if (text.equals("stderr") || text.equals("fd@2")) {
      return Optional.of("stderr");
    }
    int at = text.indexOf('@');
    String kind = at < 0 ? "" : text.substring(0, at);
    String rest = text.substring(at + 1);
    return switch (kind) {
      case "unix", "uxdg" -> Optional.of("unix:" + rest);
      case "tcp", "tcp4", "tcp6" -> Optional.of("tcp://" + rest);
      case "udp", "udp4", "udp6", "ipv4", "ipv6" -> Optional.of("udp://" + rest);
      case "" -> Optional.of((rest.startsWith("/") ? "unix:" : "udp://") + rest);
      default -> Optional.empty();
    };
  }
}
