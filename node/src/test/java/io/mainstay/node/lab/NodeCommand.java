package io.mainstay.node.lab;

import java.nio.file.Path;
import java.util.List;

/**
 * How tests start Mainstay: the property {@code mainstay.node.command}, or the classes under test.
 */
final class NodeCommand {
  private NodeCommand() {}

  static List<String> words() {
    String command = System.getProperty("mainstay.node.command", "");
    return command.isBlank()
        ? List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Djava.io.tmpdir=/run",
            "-XX:-UsePerfData",
            "-cp",
            System.getProperty("java.class.path"),
            "io.mainstay.node.Main")
        : List.of(command.trim().split(" +"));
  }
}
