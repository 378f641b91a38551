package io.mainstay.benchmarks.compare;

import io.mainstay.benchmarks.compare.load.Dialogue;
import io.mainstay.benchmarks.compare.load.LoadGenerator;
import io.mainstay.benchmarks.compare.load.Plan;
import io.mainstay.benchmarks.compare.load.ServerPool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** One scenario: starts its peers, lets them take turns, ends them. */
final class Contest {
  private static final int NATIVE_WARM_UP_SECONDS = 1;

  private final CompareOptions options;
  private final LoadGenerator generator;
  private final Commands commands;
  private final Ports ports;
  private final Path directory;
  private final Running running;

  Contest(CompareOptions options, LoadGenerator generator, Path directory, Running running) {
    this.options = options;
    this.generator = generator;
    this.commands = new Commands(options.jvmArguments());
    this.ports = new Ports();
    this.directory = directory;
    this.running = running;
  }

  /** Empty when no peer can take part. */
  Optional<ScenarioResult> run(Scenario scenario) throws IOException, InterruptedException {
    List<Peer> peers = new ArrayList<>();
    for (Peer peer : options.peers()) {
      Optional<String> hindrance = Commands.hindrance(peer, scenario.setting());
      hindrance.ifPresent(why -> say(scenario, peer.label() + " is left out: " + why));
      if (hindrance.isEmpty()) {
        peers.add(peer);
      }
    }
    if (peers.isEmpty()) {
      return Optional.empty();
    }
    double rate = scenario == Scenario.HALF_LOAD ? halfOfHaproxy() : 0;
    if (Double.isNaN(rate)) {
      say(scenario, "is left out: half of what HAProxy can needs HAProxy");
      return Optional.empty();
    }
    Dialogue dialogue = scenario.dialogue();
    Map<Peer, List<Sample>> rounds = new LinkedHashMap<>();
    if (scenario == Scenario.IDLE_10K) {
      // Memory that was touched once is not touched anew: every round wants fresh processes.
      for (int round = 1; round <= options.rounds(); round++) {
        for (Peer peer : peers) {
          try (Field field = field(scenario, List.of(peer), dialogue)) {
            round(scenario, field, round, rate, rounds);
          }
        }
      }
    } else {
      try (Field field = field(scenario, peers, dialogue)) {
        for (int round = 1; round <= options.rounds(); round++) {
          round(scenario, field, round, rate, rounds);
        }
      }
    }
    return Optional.of(new ScenarioResult(scenario, rounds));
  }

  private Field field(Scenario scenario, List<Peer> peers, Dialogue dialogue)
      throws IOException, InterruptedException {
    Field field = new Field(dialogue);
    try {
      for (Peer peer : peers) {
        field.add(start(peer, scenario, dialogue));
      }
      for (Contestant one : field.contestants) {
        warmUp(scenario, one, dialogue);
      }
      return field;
    } catch (IOException | InterruptedException | RuntimeException e) {
      field.close();
      throw e;
    }
  }

  private void round(
      Scenario scenario, Field field, int round, double rate, Map<Peer, List<Sample>> rounds)
      throws IOException, InterruptedException {
    for (Contestant one : field.contestants) {
      Sample sample = measure(scenario, one, field.dialogue, rate);
      rounds.computeIfAbsent(one.peer(), first -> new ArrayList<>()).add(sample);
      say(
          scenario,
          String.format(
              Locale.ROOT,
              "round %d of %d: %s %.0f req/s, %.2f us CPU",
              round,
              options.rounds(),
              one.peer().label(),
              sample.requestsPerSecond(),
              sample.cpuMicrosPerRequest()));
    }
  }

  private Contestant start(Peer peer, Scenario scenario, Dialogue dialogue)
      throws IOException, InterruptedException {
    ServerPool servers = generator.servers(dialogue, scenario.setting().servers());
    Path own = Files.createTempDirectory(directory, peer.label());
    int port = ports.free();
    int statusPort = ports.free();
    List<String> words =
        commands.command(peer, scenario.setting(), own, port, statusPort, servers.addresses());
    PeerProcess process = PeerProcess.start(peer, words, own, port);
    running.started(process);
    Contestant contestant = new Contestant(peer, process, statusPort, servers);
    process.awaitListening();
    return contestant;
  }

  private Sample measure(Scenario scenario, Contestant one, Dialogue dialogue, double rate)
      throws IOException, InterruptedException {
    Plan plan =
        new Plan(
            one.process().address(),
            dialogue,
            scenario.connections(),
            scenario.pace(),
            rate,
            scenario.security());
    Measurement measurement = new Measurement(generator, one, plan);
    Onlooker onlooker = Onlooker.of(one);
    try {
      return switch (scenario) {
        case IDLE_10K -> measurement.idle();
        case CHURN -> measurement.churn(options.seconds());
        default -> measurement.steady(options.seconds());
      };
    } finally {
      if (onlooker != null) {
        onlooker.close();
      }
    }
  }

  /** Load of the same kind at full speed; before memory is measured, of few connections. */
  private void warmUp(Scenario scenario, Contestant one, Dialogue dialogue)
      throws IOException, InterruptedException {
    int seconds = one.peer().jvm() ? options.warmUpSeconds() : NATIVE_WARM_UP_SECONDS;
    if (seconds == 0) {
      return;
    }
    say(scenario, "warming up " + one.peer().label() + " for " + seconds + " s");
    Plan.Pace pace =
        scenario.pace() == Plan.Pace.NEW_CONNECTION ? Plan.Pace.NEW_CONNECTION : Plan.Pace.AT_ONCE;
    int connections = scenario == Scenario.IDLE_10K ? 64 : scenario.connections();
    new Measurement(
            generator,
            one,
            new Plan(one.process().address(), dialogue, connections, pace, 0, scenario.security()))
        .steady(seconds);
  }

  /** NaN without HAProxy. */
  private double halfOfHaproxy() throws IOException, InterruptedException {
    if (Commands.hindrance(Peer.HAPROXY, Scenario.Setting.HTTP).isPresent()) {
      return Double.NaN;
    }
    Dialogue dialogue = Scenario.HTTP_SMALL.dialogue();
    double best = 0;
    try (Field field = field(Scenario.HTTP_SMALL, List.of(Peer.HAPROXY), dialogue)) {
      for (int round = 0; round < options.rounds(); round++) {
        Sample sample = measure(Scenario.HTTP_SMALL, field.contestants.get(0), dialogue, 0);
        best = Math.max(best, sample.requestsPerSecond());
      }
    }
    say(
        Scenario.HALF_LOAD,
        String.format(Locale.ROOT, "HAProxy can %.0f req/s; half of it is the rate", best));
    return best / 2;
  }

  private static void say(Scenario scenario, String what) {
    System.err.println(scenario.label() + ": " + what);
  }

  /** Those that run at the same time. */
  private final class Field implements AutoCloseable {
    private final List<Contestant> contestants = new ArrayList<>();
    private final Dialogue dialogue;

    Field(Dialogue dialogue) {
      this.dialogue = dialogue;
    }

    void add(Contestant contestant) {
      contestants.add(contestant);
    }

    @Override
    public void close() {
      for (Contestant contestant : contestants) {
        running.end(contestant.process());
        contestant.servers().close();
      }
    }
  }
}
