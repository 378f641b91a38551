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
  private static final Duration CALM_BEFORE = Duration.ofSeconds(1);
  private static final Duration CALM_AFTER = Duration.ofSeconds(2);

  private final LabOptions options;
  private final LabReport report;
  private final LabConfig config;
  private final NodeFactory nodeFactory;
  private final OwnerWatch watch;
  private final LabClient client;

  /** Puts a node on a host. */
  interface NodeFactory {
    LabNode create(LabHost host, int priority);
  }

  LabInside(LabOptions options, LabConfig config, NodeFactory nodeFactory) {
    this.options = options;
    this.config = config;
    this.nodeFactory = nodeFactory;
    this.report = new LabReport(options.output(), System.out, System.err);
    this.watch = new OwnerWatch(LabNetwork.SERVICE_ADDRESS, this::onOwners);
    this.client = new LabClient(new InetSocketAddress(LabNetwork.SERVICE_ADDRESS, config.port()));
  }

  /** Arguments: {@link LabOptions#toArguments()}. */
  public static void main(String[] args) {
    LabEnclosure.inside(() -> mainstay(LabOptions.fromArguments(args)).play());
  }

  private static LabInside mainstay(LabOptions options) {
    LabConfig config = LabConfig.read(options.configuration());
    return new LabInside(
        options,
        config,
        (host, priority) ->
            new MainstayNode(
                host, priority, options.nodeCommand(), config.forNode(host.name(), priority)));
  }

  /**
   * Plays the scenarios.
   *
   * @return the exit code
   */
  int play() {
    report.heading(
        String.format(
            Locale.ROOT,
            "Mainstay lab: client %s:%d -> nodes a and b -> web servers web1 and web2",
            LabNetwork.SERVICE_ADDRESS,
            config.port()));
    LabNetwork network = LabNetwork.create();
    List<LabNode> nodes =
        List.of(nodeFactory.create(network.a(), 150), nodeFactory.create(network.b(), 100));
    nodes.forEach(node -> watch.watch(node.host()));
    Stage stage = new Stage(network, nodes, watch, client, report, config);
    report.event("the network is up");
    client.start();
    ScheduledExecutorService seconds = Executors.newSingleThreadScheduledExecutor();
    Future<?> unused = seconds.scheduleAtFixedRate(new EverySecond()::tell, 1, 1, TimeUnit.SECONDS);
    List<ScenarioResult> results = new ArrayList<>();
    for (Scenario scenario : options.scenarios()) {
      report.heading(scenario.word() + ": " + scenario.description());
      ScenarioResult result = play(scenario, stage);
      report.result(result);
      if (!result.passed()) {
        stage.showLogs();
      }
      results.add(result);
    }
    seconds.shutdownNow();
    report.summary(results);
    return results.stream().allMatch(ScenarioResult::passed) ? 0 : 1;
  }

  private ScenarioResult play(Scenario scenario, Stage stage) {
    Optional<String> error = Optional.empty();
    RequestTally tally = client.tally();
    long startNanos = System.nanoTime();
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
    return result(scenario, stage, tally, startNanos, error);
  }

  private ScenarioResult result(
      Scenario scenario, Stage stage, RequestTally tally, long startNanos, Optional<String> error) {
    long endNanos = System.nanoTime();
    RequestTally.Counts counts = tally.counts();
    return new ScenarioResult(
        scenario,
        counts.requests(),
        counts.failed(),
        tally.failures(),
        LabReport.millis(tally.longestGapNanos(endNanos)),
        List.copyOf(stage.lookAtOwners()),
        LabReport.millis(watch.sharedNanos(startNanos, endNanos)),
        error);
  }

  private void onOwners(String host, AddressChange.Kind kind, SortedSet<String> owners) {
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
