package io.mainstay.node.cli;

import io.mainstay.node.Main;
import io.mainstay.node.lab.Lab;
import io.mainstay.node.lab.LabException;
import io.mainstay.node.lab.LabOptions;
import io.mainstay.node.lab.LabSystem;
import io.mainstay.node.lab.Scenario;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** {@code mainstay lab}: a pair of nodes on one machine, and what clients see when one dies. */
@Command(
    name = "lab",
    description = {
      "Build two nodes, two web servers and a client in network namespaces, and break things.",
      "Needs Linux with ip, unshare and nsenter, and root or unprivileged user namespaces."
    })
final class LabCommand implements Callable<Integer> {
  @Option(
      names = "--scenario",
      paramLabel = "NAME",
      split = ",",
      converter = ScenarioConverter.class,
      description = {
        "stop: SIGTERM of the master; crash: kill -9 of it; cut: its link goes down and comes back;",
        "arp: who answers ARP for the address after kill -9, with the address leased as well;",
        "proxy: kill -9 of its proxy alone, which in Mainstay is the node itself;",
        "backend: a web server dies and returns. Default: all of them; arp and proxy with --versus only."
      })
  private List<Scenario> scenarios = new ArrayList<>();

  @Option(
      names = "--versus",
      paramLabel = "SYSTEM",
      converter = RivalConverter.class,
      description =
          "Play everything once more with another system on both nodes: keepalived (with haproxy).")
  private @Nullable LabSystem versus;

  @Option(names = "--json", description = "One JSON object per scenario on stdout.")
  private boolean json;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "Your own node's configuration as base of both nodes.")
  private @Nullable Path file;

  @Override
  public Integer call() {
    return new Lab(System.err)
        .run(
            new LabOptions(
                scenarios,
                Optional.ofNullable(versus),
                json ? LabOptions.Output.JSON : LabOptions.Output.TEXT,
                Optional.ofNullable(file),
                nodeCommand()));
  }

  /** Starts a node as this process was started: the same Java, options and class path. */
  private static List<String> nodeCommand() {
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElse("java"));
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    // A killed JVM leaves temporary files: let them lie in the /run that ends with the lab. And
    // process
    // ids repeat between namespaces, so its performance file could be that of a JVM outside.
    command.add("-Djava.io.tmpdir=/run");
    command.add("-XX:-UsePerfData");
    command.add("-cp");
    command.add(System.getProperty("java.class.path", ""));
    command.add(Main.class.getName());
    return command;
  }

  /** Takes the words that the lab itself uses. */
  static final class RivalConverter implements ITypeConverter<LabSystem> {
    @Override
    public LabSystem convert(String word) {
      try {
        return LabSystem.rival(word);
      } catch (LabException e) {
        throw new TypeConversionException(e.getMessage());
      }
    }
  }

  /** Takes the words that the lab itself uses. */
  static final class ScenarioConverter implements ITypeConverter<Scenario> {
    @Override
    public Scenario convert(String word) {
      try {
        return Scenario.parse(word);
      } catch (LabException e) {
        throw new TypeConversionException(e.getMessage());
      }
    }
  }
}
