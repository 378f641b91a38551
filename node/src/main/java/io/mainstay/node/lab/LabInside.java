package io.mainstay.node.lab;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedSet;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** The lab's inner JVM: builds the network, starts the nodes and plays the scenarios. */
final class LabInside {
  private static final int HIGH = 150;
  private static final int LOW = 100;
  private static final Duration CALM_BEFORE = Duration.ofSeconds(1);
  private static final Duration CALM_AFTER = Duration.ofSeconds(2);

  private final LabOptions options;
  private final LabReport report;
  private final LabConfig config;
  private final OwnerWatch watch;
  private final Takeover takeover = new Takeover();
  private final LabClient client;

  private LabInside(LabOptions options) {
    this.options = options;
    this.config = LabConfig.read(options.configuration());
    this.report = new LabReport(options.output(), options.versus(), System.out, System.err);
    this.watch = new OwnerWatch(LabNetwork.SERVICE_ADDRESS, this::onOwners);
    this.client =
        new LabClient(
            new InetSocketAddress(LabNetwork.SERVICE_ADDRESS, config.port()), takeover::success);
  }

  /** Arguments: {@link LabOptions#toArguments()}. */
  public static void main(String[] args) {
    LabEnclosure.inside(() -> new LabInside(LabOptions.fromArguments(args)).play());
  }

  private LabNode node(LabSystem system, LabHost host, int priority, int rivalPriority) {
    return switch (system) {
      case MAINSTAY ->
          new MainstayNode(
              host, priority, options.nodeCommand(), config.forNode(host.name(), priority));
      case LEASED ->
          new MainstayNode(
              host, priority, options.nodeCommand(), config.forLeasedNode(host.name(), priority));
      case KEEPALIVED -> KeepalivedNode.withHaproxy(host, priority, rivalPriority, config);
    };
  }

  /**
   * Plays the scenarios.
   *
   * @return the exit code
   */
  private int play() {
    report.heading(
        String.format(
            Locale.ROOT,
            "Mainstay lab: client %s:%d -> nodes a and b -> web servers web1 and web2",
            LabNetwork.SERVICE_ADDRESS,
            config.port()));
    LabNetwork network = LabNetwork.create();
    watch.watch(network.a());
    watch.watch(network.b());
    Stage stage = new Stage(network, watch, client, report, config, takeover);
    report.event("the network is up");
    client.start();
    ScheduledExecutorService seconds = Executors.newSingleThreadScheduledExecutor();
    Future<?> unused = seconds.scheduleAtFixedRate(new EverySecond()::tell, 1, 1, TimeUnit.SECONDS);
    List<ScenarioResult> results = new ArrayList<>();
    for (LabSystem system : options.systems()) {
      client.awaitFirstAnswer();
      stage.replaceNodes(
          List.of(node(system, network.a(), HIGH, LOW), node(system, network.b(), LOW, HIGH)));
      results.addAll(play(system, stage));
    }
    seconds.shutdownNow();
    if (options.systems().size() > 1) {
      report.comparison(results);
    } else {
      report.summary(results);
    }
    report.arp(results);
    return results.stream().allMatch(ScenarioResult::passed) ? 0 : 1;
  }

  private List<ScenarioResult> play(LabSystem system, Stage stage) {
    List<ScenarioResult> results = new ArrayList<>();
    String prefix = options.systems().size() > 1 ? system.title() + ", " : "";
    for (Scenario scenario : options.scenarios()) {
      if (!system.plays(scenario)) {
        continue;
      }
      report.heading(prefix + scenario.word() + ": " + scenario.description());
      ScenarioResult result = play(system, scenario, stage);
      report.result(result);
      if (!result.passed()) {
        stage.showLogs();
      }
      results.add(result);
    }
    return results;
  }

  private ScenarioResult play(LabSystem system, Scenario scenario, Stage stage) {
    Optional<String> error = Optional.empty();
    RequestTally tally = client.tally();
    long startNanos = System.nanoTime();
    takeover.reset();
    try {
      stage.repair();
      startNanos = System.nanoTime();
      tally = client.beginTally();
      Patience.pass(CALM_BEFORE);
      scenario.play(stage);
      Patience.pass(CALM_AFTER);
    } catch (LabException e) {
      error = Optional.of(e.getMessage());
    }
    return result(system, scenario, stage, tally, startNanos, error);
  }

  private ScenarioResult result(
      LabSystem system,
      Scenario scenario,
      Stage stage,
      RequestTally tally,
      long startNanos,
      Optional<String> error) {
    long endNanos = System.nanoTime();
    RequestTally.Counts counts = tally.counts();
    return new ScenarioResult(
        system,
        scenario,
        counts.requests(),
        counts.failed(),
        tally.failures(),
        LabReport.millis(tally.longestGapNanos(endNanos)),
        takeover.millis(),
        List.copyOf(stage.lookAtOwners()),
        LabReport.millis(watch.sharedNanos(startNanos, endNanos)),
        stage.arpAnswers(),
        error);
  }

  private void onOwners(String host, AddressChange.Kind kind, SortedSet<String> owners) {
    if (kind == AddressChange.Kind.PRESENT) {
      takeover.present(host);
    }
    report.event(
        kind == AddressChange.Kind.PRESENT
            ? host + " is MASTER: it holds " + LabNetwork.SERVICE_ADDRESS
            : host + " gave up " + LabNetwork.SERVICE_ADDRESS);
  }

  /** Tells the difference between now and a second ago. */
  private final class EverySecond {
    private RequestTally seen = client.tally();
    private RequestTally.Counts before = seen.counts();

    void tell() {
      if (client.awaitsFirstAnswer()) {
        report.waiting(watch.owners());
        return;
      }
      RequestTally current = client.tally();
      RequestTally.Counts now = current.counts();
      if (current != seen) {
        before = new RequestTally.Counts(0, 0);
        seen = current;
      }
      report.second(now.minus(before), watch.owners());
      before = now;
    }
  }
}
