package io.mainstay.node.lab;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Mainstay itself, started with the command line that a user would type. */
final class MainstayNode implements LabNode {
  static final Duration END_LIMIT = Duration.ofSeconds(30);

  private final LabHost host;
  private final int priority;
  private final List<String> command;

  private @Nullable LabProcess process;

  /**
   * @param nodeCommand the words that start Mainstay's command line, before its first argument
   * @param configuration the node's whole configuration, in HOCON
   */
  MainstayNode(LabHost host, int priority, List<String> nodeCommand, String configuration) {
    this.host = host;
    this.priority = priority;
    Path file = host.write("node.conf", configuration);
    this.command = new ArrayList<>(nodeCommand);
    command.addAll(List.of("run", "-c", file.toString()));
  }

  @Override
  public LabHost host() {
    return host;
  }

  @Override
  public int priority() {
    return priority;
  }

  @Override
  public String product() {
    return "Mainstay";
  }

  @Override
  public void start() {
    if (process != null && !process.awaitEnd(END_LIMIT)) {
      throw new LabException(
          "node " + name() + " did not end within " + END_LIMIT.toSeconds() + " s of being asked");
    }
    process = host.start(name(), command, line -> {});
  }

  @Override
  public void terminate() {
    if (process != null) {
      process.terminate();
    }
  }

  @Override
  public void kill() {
    if (process != null) {
      process.kill();
    }
  }

  /** The proxy is a part of the one process. */
  @Override
  public void killProxy() {
    kill();
  }

  @Override
  public boolean isAlive() {
    return process != null && process.isAlive();
  }

  @Override
  public boolean leavesAddressWhenKilled() {
    return false;
  }

  @Override
  public List<String> logTail() {
    return process == null ? List.of() : process.tail();
  }
}
