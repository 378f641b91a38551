package io.mainstay.node.foreign.keepalived;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The command of a script, as words: keepalived runs it without a shell too.
 *
 * @param text as it is written
 * @param words the program, by its whole path where it is found, and its arguments
 */
record ScriptWords(String text, List<String> words) {
  private static final Set<String> SEEKERS =
      Set.of("pgrep", "pidof", "killall", "pkill", "systemctl");
  private static final Pattern PID_FILE = Pattern.compile(".*\\bkill -0\\b.*haproxy[^ ]*\\.pid.*");

  ScriptWords {
    words = List.copyOf(words);
  }

  static ScriptWords of(List<String> arguments) {
    String text = String.join(" ", arguments);
    List<String> words = new ArrayList<>(arguments.size() == 1 ? split(text) : arguments);
    if (!words.isEmpty()) {
      String program = words.get(0);
      words.set(0, onPath(program).orElse(program));
    }
    return new ScriptWords(text, words);
  }

  /** Whether it only asks if a process called haproxy runs. */
  boolean asksForHaproxy() {
    if (PID_FILE.matcher(text).matches()) {
      return true;
    }
    if (words.isEmpty()) {
      return false;
    }
    String program = words.get(0).replaceFirst(".*/", "");
    List<String> names = words.stream().skip(1).filter(word -> !word.startsWith("-")).toList();
    boolean signals = program.equals("killall") || program.equals("pkill");
    if (!SEEKERS.contains(program) || (signals && !words.contains("-0"))) {
      return false;
    }
    return program.equals("systemctl")
        ? names.size() == 2
            && names.get(0).equals("is-active")
            && names.get(1).matches("haproxy(\\.service)?")
        : names.equals(List.of("haproxy"));
  }

  /** At blanks, but for those within quotes. */
  private static List<String> split(String text) {
    List<String> words = new ArrayList<>();
    StringBuilder word = new StringBuilder();
    boolean begun = false;
    char quote = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (quote != 0 && c == quote) {
        quote = 0;
      } else if (quote == 0 && (c == '\'' || c == '"')) {
        quote = c;
        begun = true;
      } else if (quote == 0 && Character.isWhitespace(c)) {
        if (begun) {
          words.add(word.toString());
        }
        word.setLength(0);
        begun = false;
      } else {
        word.append(c);
        begun = true;
      }
    }
    if (begun) {
      words.add(word.toString());
    }
    return words;
  }

  /** keepalived looks for a program as a shell would. */
  private static Optional<String> onPath(String program) {
    if (program.indexOf('/') >= 0) {
      return Optional.empty();
    }
    String path =
        Optional.ofNullable(System.getenv("PATH")).orElse("/usr/sbin:/usr/bin:/sbin:/bin");
    for (String folder : path.split(File.pathSeparator)) {
      Path file = Path.of(folder, program);
      if (file.isAbsolute() && Files.isExecutable(file)) {
        return Optional.of(file.toString());
      }
    }
    return Optional.empty();
  }
}
