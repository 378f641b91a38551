package io.mainstay.node.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One host of the lab: a network namespace and a mount namespace with a /run of its own, kept open
 * by a process that ends when this JVM does.
 */
final class LabHost {
  /** Says "ready" when the namespaces exist, then lives until its stdin ends. */
  private static final String KEEP_OPEN =
      "mount -t tmpfs -o mode=0755 lab /run && ip link set lo up && echo ready && exec cat";

  private static final Pattern ETHER = Pattern.compile("link/ether ([0-9a-f:]{17})");

  private static final Duration START_LIMIT = Duration.ofSeconds(10);

  private final String name;
  private final LabProcess holder;

  private LabHost(String name, LabProcess holder) {
    this.name = name;
    this.holder = holder;
  }

  static LabHost create(String name) {
    LabProcess holder =
        LabProcess.start(
            name, List.of("unshare", "--net", "--mount", "--", "sh", "-c", KEEP_OPEN), line -> {});
    boolean settled =
        Patience.until(() -> holder.tail().contains("ready") || !holder.isAlive(), START_LIMIT);
    if (!settled || !holder.isAlive()) {
      holder.kill();
      throw new LabException(
          String.format(
              Locale.ROOT,
              "cannot create host %s: %s",
              name,
              Shell.oneLine(String.join("\n", holder.tail()))));
    }
    return new LabHost(name, holder);
  }

  String name() {
    return name;
  }

  long pid() {
    return holder.pid();
  }

  /** The MAC address of its network card. */
  String mac() {
    String shown = run("ip", "-o", "link", "show", LabNetwork.INTERFACE);
    Matcher ether = ETHER.matcher(shown);
    if (!ether.find()) {
      throw new LabException("no MAC address in: " + shown);
    }
    return ether.group(1);
  }

  /** Runs a command on this host that must succeed; see {@link Shell#run}. */
  String run(String... command) {
    return Shell.run(here(List.of(command)));
  }

  /** Starts a process on this host; signals reach it directly, for nothing stands between. */
  LabProcess start(String label, List<String> command, Consumer<String> onLine) {
    // Entering a mount namespace moves to its root, so the directory that relative paths mean is
    // named.
    List<String> words =
        new ArrayList<>(List.of("sh", "-c", "cd \"$1\" && shift && exec \"$@\"", "sh"));
    words.add(Path.of("").toAbsolutePath().toString());
    words.addAll(command);
    return LabProcess.start(label, here(words), onLine);
  }

  /** Writes a file below this host's own /run. */
  Path write(String fileName, String content) {
    Path seenByHost = Path.of("/run", fileName);
    try {
      Files.writeString(Path.of("/proc/" + pid() + "/root").resolve("run/" + fileName), content);
    } catch (IOException e) {
      throw new LabException("cannot write " + seenByHost + " on host " + name + ": " + e, e);
    }
    return seenByHost;
  }

  private List<String> here(List<String> command) {
    List<String> words =
        new ArrayList<>(List.of("nsenter", "-t", Long.toString(pid()), "-n", "-m", "--"));
    words.addAll(command);
    return words;
  }
}
