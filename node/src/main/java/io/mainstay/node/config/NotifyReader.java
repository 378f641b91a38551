package io.mainstay.node.config;

import io.mainstay.health.host.PasswdEntry;
import io.mainstay.health.host.ScriptCommand;
import io.mainstay.node.notice.NotifyHooks;
import io.mainstay.node.notice.NotifyState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the commands that are told of the states of a virtual router or a sync group. */
final class NotifyReader {
  private static final String ANY = "any";

  private final Section section;
  private final boolean shell;

  private NotifyReader(Section section) {
    this.section = section;
    shell = section.flag("shell");
  }

  /** Empty when there are none. */
  static Optional<NotifyHooks> read(Section owner) {
    Section section = owner.section("notify");
    NotifyReader reader = new NotifyReader(section);
    Map<NotifyState, List<String>> states = new EnumMap<>(NotifyState.class);
    for (NotifyState state : NotifyState.values()) {
      reader.command(state.word()).ifPresent(words -> states.put(state, words));
    }
    Optional<List<String>> any = reader.command(ANY);
    Optional<String> user = reader.user();
    Duration timeLimit = section.duration("time-limit");
    section.close();
    return states.isEmpty() && any.isEmpty()
        ? Optional.empty()
        : Optional.of(new NotifyHooks(states, any, user, timeLimit));
  }

  private Optional<String> user() {
    if (!section.has("user")) {
      return Optional.empty();
    }
    String user = section.string("user");
    try {
      if (PasswdEntry.of(user).isEmpty()) {
        section.problem("user", "names no user of this host: '" + user + "'");
      } else {
        ScriptCommand.of(List.of("true"), user);
      }
    } catch (IllegalArgumentException e) {
      section.problem("user", "cannot be used: " + e.getMessage());
    }
    return Optional.of(user);
  }

  private Optional<List<String>> command(String key) {
    if (!section.has(key)) {
      return Optional.empty();
    }
    return shell ? shellLine(key) : words(key).filter(words -> isProgram(key, words.get(0)));
  }

  /** What keepalived adds to a command is {@code $1} and so on in its line. */
  private Optional<List<String>> shellLine(String key) {
    if (section.isList(key)) {
      section.problem(key, "must be one line for sh, because shell = true");
      return Optional.empty();
    }
    return Optional.of(List.of("/bin/sh", "-c", section.string(key), "notify"));
  }

  private Optional<List<String>> words(String key) {
    Optional<List<String>> words =
        section.isList(key)
            ? Optional.of(section.strings(key).stream().map(Section.Entry::text).toList())
            : PlainWords.split(section.string(key));
    if (words.isEmpty()) {
      section.problem(
          key, "has what only a shell reads; write a list of words, or shell = true beside it");
    } else if (words.get().isEmpty()) {
      section.problem(key, "is empty; name a program, or leave it out");
      return Optional.empty();
    }
    return words.map(ArrayList::new);
  }

  private boolean isProgram(String key, String program) {
    Path path = Path.of(program);
    if (!path.isAbsolute()) {
      section.problem(key, "'" + program + "' is not absolute; name the program by its whole path");
    } else if (!Files.exists(path)) {
      section.problem(key, program + " does not exist; put it there, or mend its name");
    } else if (Files.isDirectory(path)) {
      section.problem(key, program + " is a directory, not a program");
    } else if (!Files.isExecutable(path)) {
      section.problem(key, program + " is not executable; chmod +x it");
    } else {
      ScriptSafety.warning(path).ifPresent(warning -> section.warning(key, warning));
      return true;
    }
    return false;
  }
}
