package io.mainstay.node.config;

import com.typesafe.config.ConfigObject;
import io.mainstay.node.accesslog.Facility;
import io.mainstay.node.accesslog.LineHeader;
import io.mainstay.node.accesslog.LogFormat;
import io.mainstay.node.accesslog.LogLevel;
import io.mainstay.node.accesslog.SessionRule;
import io.mainstay.node.log.FileKind;
import io.mainstay.node.log.FrontendLog;
import io.mainstay.node.log.LogConfig;
import io.mainstay.node.log.TargetConfig;
import io.mainstay.node.log.TargetConfig.Place;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads what is logged of sessions and checks, and where to. */
final class LogReader {
  private static final int MOST_QUEUED = 1 << 20;
  private static final int MOST_TARGETS = 16;
  private static final int MOST_LINE_BYTES = 65_000;
  private static final String SYSLOG_PORT = ":514";
  private static final String PLACES =
      "stdout, stderr, file:/PATH, unix:/dev/log, udp://HOST:514 or tcp://HOST:514";

  private final Addresses addresses;
  private final Map<String, TargetConfig> targets = new LinkedHashMap<>();
  private final Map<String, FrontendLog> frontends = new HashMap<>();
  private final Map<String, Set<String>> backends = new HashMap<>();
  private final Set<String> checks = new HashSet<>();
  private final Set<String> named = new LinkedHashSet<>();
  private String host = "";
  private String tag = "";
  private int queueLines = 1;

  LogReader(Addresses addresses) {
    this.addresses = addresses;
  }

  /** Reads the section of the log itself, before frontends name its targets. */
  void read(Section mainstay, ConfigObject targetDefaults, String hostName) {
    Section section = mainstay.section("log");
    String written = section.string("host");
    host = written.isEmpty() ? hostName : written;
    tag = section.string("tag");
    if (!tag.matches("[!-~]{1,32}")) {
      section.problem("tag", "must be 1 to 32 visible characters without blanks");
    }
    queueLines = section.integer("queue", 16, MOST_QUEUED);
    Section all = section.section("targets");
    for (String name : all.keys()) {
      named.add(name);
      readTarget(name, all.entryOr(name, "to", targetDefaults));
    }
    if (targets.size() > MOST_TARGETS) {
      section.problem("targets", "are more than " + MOST_TARGETS + ", and each takes a thread");
    }
    all.close();
    section.close();
  }

  private void readTarget(String name, Section section) {
    Optional<Place> place = readPlace(section);
    LogFormat format = section.oneOf("format", LogFormat.class);
    Facility facility = section.oneOf("facility", Facility.class);
    LogLevel level = section.oneOf("level", LogLevel.class);
    LogLevel minLevel = section.oneOf("min-level", LogLevel.class);
    int maxBytes = section.integer("max-bytes", 80, MOST_LINE_BYTES);
    LineHeader header =
        section.has("header")
            ? section.oneOf("header", LineHeader.class)
            : place.map(each -> usual(each, format)).orElse(LineHeader.RAW);
    section.close();
    place.ifPresent(
        found ->
            targets.put(
                name,
                new TargetConfig(
                    name, found, format, header, facility, level, minLevel, maxBytes)));
  }

  /** What those who read there expect. */
  private static LineHeader usual(Place place, LogFormat format) {
    if (place instanceof TargetConfig.Udp || place instanceof TargetConfig.Tcp) {
      return LineHeader.RFC3164;
    }
    if (place instanceof TargetConfig.Unix) {
      return LineHeader.LOCAL;
    }
    return place instanceof TargetConfig.File && format != LogFormat.JSON
        ? LineHeader.FILE
        : LineHeader.RAW;
  }

  private Optional<Place> readPlace(Section section) {
    String to = section.string("to");
    int colon = to.indexOf(':');
    String kind = colon < 0 ? to : to.substring(0, colon);
    String rest = colon < 0 ? "" : to.substring(colon + 1);
    return switch (kind) {
      case "stdout" -> Optional.of(new TargetConfig.Stdout());
      case "stderr" -> Optional.of(new TargetConfig.Stderr());
      case "file" -> path(section, rest).flatMap(path -> file(section, path));
      case "unix" -> path(section, rest).map(TargetConfig.Unix::new);
      case "udp" -> address(section, rest).map(TargetConfig.Udp::new);
      case "tcp" -> address(section, rest).map(TargetConfig.Tcp::new);
      default -> {
        section.problem("to", "must be " + PLACES + ", not '" + to + "'");
        yield Optional.empty();
      }
    };
  }

  private Optional<InetSocketAddress> address(Section section, String written) {
    String address = written.startsWith("//") ? written.substring(2) : written;
    String whole = HostPort.parse(address).isPresent() ? address : address + SYSLOG_PORT;
    return addresses.server(whole, problem -> section.problem("to", problem));
  }

  private static Optional<Path> path(Section section, String written) {
    try {
      Path path = Path.of(written.startsWith("//") ? written.substring(2) : written);
      if (path.isAbsolute()) {
        return Optional.of(path);
      }
      section.problem("to", "needs a path that begins with /, not '" + written + "'");
    } catch (InvalidPathException e) {
      section.problem("to", "is no path: " + e.getMessage());
    }
    return Optional.empty();
  }

  /** What is open already is not opened again by its name, which fails where it is a socket. */
  private static Optional<Place> file(Section section, Path path) {
    return switch (path.toString()) {
      case "/dev/stdout" -> Optional.of(new TargetConfig.Stdout());
      case "/dev/stderr" -> Optional.of(new TargetConfig.Stderr());
      default ->
          isWritable(section, path) ? Optional.of(new TargetConfig.File(path)) : Optional.empty();
    };
  }

  private static boolean isWritable(Section section, Path path) {
    Path folder = path.getParent();
    if (folder == null || !Files.isDirectory(folder)) {
      section.problem("to", "cannot be made: there is no folder " + folder + "; make it");
    } else if (FileKind.isFifo(path)) {
      section.problem(
          "to",
          path
              + " is a FIFO, and a log would wait for whoever reads it; name a file, or have its"
              + " reader read stdout");
    } else if (Files.exists(path)
        && !Files.isRegularFile(path)
        && !FileKind.isCharacterDevice(path)) {
      section.problem("to", path + " is no file; name one, or write unix: for a socket");
    } else if (!Files.isWritable(Files.exists(path) ? path : folder)) {
      section.problem("to", path + " may not be written by this user; chmod or chown it");
    } else {
      return true;
    }
    return false;
  }

  /** Reads how a frontend's sessions are logged. */
  void readFrontend(String name, Section section) {
    Set<String> to = readTargets(section);
    SessionRule rule =
        new SessionRule(
            section.flag("dont-log-null"),
            section.flag("dont-log-normal"),
            section.flag("separate-errors"));
    section.close();
    if (!to.isEmpty()) {
      frontends.put(name, new FrontendLog(to, rule));
    }
  }

  /**
   * Reads who hears of a backend and its servers.
   *
   * @param eachCheck whether of each check too
   */
  void readBackend(String name, Section section, boolean eachCheck) {
    backends.put(name, readTargets(section));
    section.close();
    if (eachCheck) {
      checks.add(name);
    }
  }

  /** All, unless some are named. */
  private Set<String> readTargets(Section section) {
    Set<String> to = new HashSet<>(named);
    if (section.has("targets")) {
      to.clear();
      for (Section.Entry entry : section.strings("targets")) {
        if (named.contains(entry.text())) {
          to.add(entry.text());
        } else {
          section.problemAt(
              entry,
              "targets",
              "names no target of the log: '" + entry.text() + "'; " + hint(entry));
        }
      }
    }
    return to;
  }

  private String hint(Section.Entry entry) {
    if (named.isEmpty()) {
      return "there are none: write log.targets." + entry.text() + " = stdout";
    }
    return NearestWord.to(entry.text(), named)
        .map(nearest -> "did you mean '" + nearest + "'?")
        .orElse("there are: " + String.join(", ", named));
  }

  /** All that was read. */
  LogConfig config() {
    return new LogConfig(
        List.copyOf(targets.values()), frontends, backends, checks, host, tag, queueLines);
  }
}
