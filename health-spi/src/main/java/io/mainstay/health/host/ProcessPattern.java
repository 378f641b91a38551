package io.mainstay.health.host;

import java.util.Collections;
import java.util.List;
import java.util.function.Supplier;

/** Tells whether a process is the one that a configuration names. Pure. */
final class ProcessPattern {
  /** The kernel cuts the names of commands here. */
  private static final int KERNEL_NAME_BYTES = 15;

  private final String command;
  private final List<String> arguments;

  /**
   * @param words the command, then the arguments that must follow one another in its command line
   */
  ProcessPattern(List<String> words) {
    this.command = words.get(0);
    this.arguments = words.subList(1, words.size());
  }

  boolean matches(ProcessStat stat, Supplier<List<String>> commandLine) {
    boolean named = stat.command().equals(command) && command.length() < KERNEL_NAME_BYTES;
    if (named && arguments.isEmpty()) {
      return true;
    }
    List<String> words = commandLine.get();
    return (named || startedAs(stat, words)) && Collections.indexOfSubList(words, arguments) >= 0;
  }

  private boolean startedAs(ProcessStat stat, List<String> words) {
    return isCommand(words, 0) || (isCommand(words, 1) && isScript(stat));
  }

  private boolean isCommand(List<String> words, int index) {
    if (index >= words.size()) {
      return false;
    }
    String word = words.get(index);
    return command.indexOf('/') >= 0 ? word.equals(command) : fileName(word).equals(command);
  }

  /**
   * A script's interpreter comes first in its command line, but the kernel knows it by its name.
   */
  private boolean isScript(ProcessStat stat) {
    String name = fileName(command);
    return stat.command().equals(name.substring(0, Math.min(name.length(), KERNEL_NAME_BYTES)));
  }

  private static String fileName(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }
}
