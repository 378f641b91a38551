package io.mainstay.node.lab;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What to play in the lab and how to tell of it.
 *
 * @param scenarios in the order to play them; empty means all that tell something new about the
 *     systems played
 * @param versus what to play the same against; empty for Mainstay alone
 * @param output where results go and in which form
 * @param configuration the HOCON file to base the nodes' configuration on; empty for the lab's own
 * @param nodeCommand the words that start Mainstay's command line, before its first argument: for
 *     instance {@code [java, -cp, …, io.mainstay.node.Main]}. They must start it in place, for
 *     signals go to this very process.
 */
public record LabOptions(
    List<Scenario> scenarios,
    Optional<LabSystem> versus,
    Output output,
    Optional<Path> configuration,
    List<String> nodeCommand) {

  private static final Set<Scenario> COMPARED = EnumSet.of(Scenario.PROXY, Scenario.ARP);

  /** Where results go and in which form. */
  public enum Output {
    /** Everything on stdout, for people. */
    TEXT,
    /** One JSON object per scenario on stdout; what happens meanwhile on stderr. */
    JSON
  }

  public LabOptions {
    scenarios = scenarios.isEmpty() ? allFor(versus) : List.copyOf(scenarios);
    nodeCommand = List.copyOf(nodeCommand);
    configuration = configuration.map(Path::toAbsolutePath);
  }

  /**
   * Where the proxy is the node, its death is the crash again; and who answers ARP afterwards tells
   * most beside another system.
   */
  private static List<Scenario> allFor(Optional<LabSystem> versus) {
    return Arrays.stream(Scenario.values())
        .filter(scenario -> versus.isPresent() || !COMPARED.contains(scenario))
        .toList();
  }

  /** What to play, in this order. */
  List<LabSystem> systems() {
    return Stream.concat(Stream.of(LabSystem.MAINSTAY, LabSystem.LEASED), versus.stream())
        .filter(system -> scenarios.stream().anyMatch(system::plays))
        .toList();
  }

  /** As words for the JVM inside. */
  List<String> toArguments() {
    List<String> words = new ArrayList<>();
    words.add(String.join(",", scenarios.stream().map(Scenario::word).toList()));
    words.add(versus.map(LabSystem::word).orElse(""));
    words.add(output.name());
    words.add(configuration.map(Path::toString).orElse(""));
    words.addAll(nodeCommand);
    return words;
  }

  static LabOptions fromArguments(String... words) {
    return new LabOptions(
        Arrays.stream(words[0].split(",")).map(Scenario::parse).toList(),
        words[1].isEmpty() ? Optional.empty() : Optional.of(LabSystem.rival(words[1])),
        Output.valueOf(words[2]),
        words[3].isEmpty() ? Optional.empty() : Optional.of(Path.of(words[3])),
        List.of(words).subList(4, words.length));
  }
}
