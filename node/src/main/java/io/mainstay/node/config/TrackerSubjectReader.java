package io.mainstay.node.config;

import io.mainstay.health.CheckSpec;
import io.mainstay.health.host.PasswdEntry;
import io.mainstay.node.track.TrackerSubject;
import io.mainstay.proxy.Backend;
import io.mainstay.proxy.Frontend;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads what a tracker watches. */
final class TrackerSubjectReader {
  private final Addresses addresses;
  private final List<Frontend> frontends;
  private final Map<String, Backend> backends;

  TrackerSubjectReader(
      Addresses addresses, List<Frontend> frontends, Map<String, Backend> backends) {
    this.addresses = addresses;
    this.frontends = frontends;
    this.backends = backends;
  }

  /** The subject; empty when a problem was told. */
  Optional<TrackerSubject> read(TrackerKind kind, Section section) {
    return switch (kind) {
      case INTERFACE -> text(section, "interface").map(TrackerSubject.Interface::new);
      case PROCESS -> words(section, "process").map(TrackerSubject.NamedProcess::new);
      case PID_FILE -> pidFile(section);
      case FILE -> path(section, "file").map(TrackerSubject.ExistingFile::new);
      case SCRIPT -> script(section);
      case CHECK -> check(section);
      case SERVER -> server(section);
      case BACKEND -> backend(section);
      case FRONTEND -> frontend(section);
      case PROXY -> proxy(section);
      case EVENT_LOOP_LAG ->
          Optional.of(new TrackerSubject.EventLoopLag(section.duration("event-loop-lag")));
    };
  }

  private Optional<TrackerSubject> pidFile(Section section) {
    boolean verified = section.has("process");
    Optional<List<String>> words = verified ? words(section, "process") : Optional.of(List.of());
    return path(section, "pid-file")
        .flatMap(file -> words.map(each -> new TrackerSubject.PidFile(file, each)));
  }

  private static Optional<String> text(Section section, String key) {
    String text = section.string(key);
    if (text.isBlank()) {
      section.problem(key, "is empty");
      return Optional.empty();
    }
    return Optional.of(text);
  }

  private static Optional<Path> path(Section section, String key) {
    Optional<Path> path = text(section, key).map(Path::of);
    if (path.isPresent() && !path.get().isAbsolute()) {
      section.problem(
          key,
          "'" + path.get() + "' is not absolute; a path must not depend on where the node starts");
      return Optional.empty();
    }
    return path;
  }

  /** A list of words, or one text that is split at its blanks. */
  private static Optional<List<String>> words(Section section, String key) {
    List<String> words = new ArrayList<>();
    if (section.isList(key)) {
      section.strings(key).forEach(entry -> words.add(entry.text()));
    } else {
      Optional<List<String>> split = PlainWords.split(section.string(key));
      if (split.isEmpty()) {
        section.problem(
            key,
            "has a character that only a shell would read, and there is none; write a list of words:"
                + " [ \"/path/program\", \"argument\" ]");
        return Optional.empty();
      }
      words.addAll(split.get());
    }
    if (words.isEmpty() || words.get(0).isBlank()) {
      section.problem(key, "is empty");
      return Optional.empty();
    }
    return Optional.of(words);
  }

  private static Optional<TrackerSubject> script(Section section) {
    Optional<List<String>> command = words(section, "script");
    @Nullable String user = section.has("user") ? section.string("user") : null;
    if (user != null && PasswdEntry.of(user).isEmpty()) {
      section.problem("user", "names no user of this host: '" + user + "'");
      return Optional.empty();
    }
    return command
        .filter(words -> isProgram(section, words.get(0)))
        .map(words -> new TrackerSubject.Script(words, user));
  }

  private static boolean isProgram(Section section, String program) {
    Path path = Path.of(program);
    if (!path.isAbsolute()) {
      section.problem(
          "script", "'" + program + "' is not absolute; name the program by its whole path");
    } else if (!Files.exists(path)) {
      section.problem("script", program + " does not exist");
    } else if (Files.isDirectory(path)) {
      section.problem("script", program + " is a directory, not a program");
    } else if (!Files.isExecutable(path)) {
      section.problem("script", program + " is not executable; chmod +x it");
    } else {
      ScriptSafety.warning(path).ifPresent(warning -> section.warning("script", warning));
      return true;
    }
    return false;
  }

  private Optional<TrackerSubject> check(Section section) {
    String line = section.string("check");
    var address =
        addresses.server(section.string("address"), problem -> section.problem("address", problem));
    try {
      CheckSpec spec = CheckSpec.parse(line);
      return address.map(found -> new TrackerSubject.Check(spec, found));
    } catch (IllegalArgumentException e) {
      section.problem("check", "cannot be used: " + e.getMessage());
      return Optional.empty();
    }
  }

  private Optional<TrackerSubject> server(Section section) {
    String[] names = section.string("server").split("/", 2);
    Backend backend = backends.get(names[0]);
    boolean found =
        backend != null
            && names.length == 2
            && backend.servers().stream().anyMatch(server -> server.name().equals(names[1]));
    if (!found) {
      section.problem("server", "names no server of a backend, such as app/web1");
      return Optional.empty();
    }
    return Optional.of(new TrackerSubject.Server(names[0], names[1]));
  }

  private Optional<TrackerSubject> backend(Section section) {
    String name = section.string("backend");
    int atLeast = section.integer("at-least", 1, Integer.MAX_VALUE);
    Backend backend = backends.get(name);
    if (backend == null) {
      section.problem("backend", "names no backend: '" + name + "'");
      return Optional.empty();
    }
    if (atLeast > backend.servers().size()) {
      section.problem(
          "at-least",
          "is "
              + atLeast
              + ", but backend "
              + name
              + " has only "
              + backend.servers().size()
              + " servers: it could never be ok");
    }
    return Optional.of(new TrackerSubject.UsableServers(name, atLeast));
  }

  private Optional<TrackerSubject> frontend(Section section) {
    String name = section.string("frontend");
    if (frontends.stream().noneMatch(frontend -> frontend.name().equals(name))) {
      section.problem("frontend", "names no frontend: '" + name + "'");
      return Optional.empty();
    }
    return Optional.of(new TrackerSubject.Listening(name));
  }

  private Optional<TrackerSubject> proxy(Section section) {
    if (!section.flag("proxy")) {
      section.problem("proxy", "can only be true; remove the tracker otherwise");
      return Optional.empty();
    }
    if (frontends.isEmpty()) {
      section.problem("proxy", "needs a frontend: without one this node has no proxy");
      return Optional.empty();
    }
    return Optional.of(new TrackerSubject.Proxy(frontends.stream().map(Frontend::name).toList()));
  }
}
