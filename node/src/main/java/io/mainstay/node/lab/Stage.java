package io.mainstay.node.lab;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** What a scenario's script acts on and waits for. Used by one thread. */
final class Stage {
  static final int WEB_PORT = 80;

  /** What the web servers answer, which tells them apart. */
  private static final String WEB1 = "Web 1";

  private static final String WEB2 = "Web 2";

  /** So many answers in a row are taken for service: a quarter of a second of them. */
  private static final int ENOUGH_ANSWERS = LabClient.REQUESTS_PER_SECOND / 4;

  /** Long enough for the default checks to take it down, so that its return is one too. */
  private static final Duration WEB1_DEAD = Duration.ofSeconds(8);

  /** For how long is asked who has the address, once the service is back after a kill. */
  private static final Duration ARP_LASTS = Duration.ofSeconds(5);

  /** How long the kernel's notice of a change may take to get here. */
  private static final Duration NOTICE_LIMIT = Duration.ofSeconds(5);

  private final LabNetwork network;
  private List<LabNode> nodes = List.of();
  private final OwnerWatch watch;
  private final LabClient client;
  private final LabReport report;
  private final LabConfig config;
  private final Takeover takeover;
  private final Set<LabNode> down = new HashSet<>();

  /** Dead nodes whose address may be on their hosts still, though nobody there minds it. */
  private final Set<String> leavingAddress = new HashSet<>();

  private LabProcess web1;
  private @Nullable ArpTally arp;
  private @Nullable ArpWatch arpWatch;
  private Optional<ArpAnswers> arpAnswers = Optional.empty();

  Stage(
      LabNetwork network,
      OwnerWatch watch,
      LabClient client,
      LabReport report,
      LabConfig config,
      Takeover takeover) {
    this.network = network;
    this.watch = watch;
    this.client = client;
    this.report = report;
    this.config = config;
    this.takeover = takeover;
    this.web1 = network.web1().start("web1", LabWebServer.command(WEB1, WEB_PORT), line -> {});
    network.web2().start("web2", LabWebServer.command(WEB2, WEB_PORT), line -> {});
  }

  /** Ends the nodes there were, with everything they held, and takes these instead. */
  void replaceNodes(List<LabNode> newNodes) {
    nodes.forEach(this::terminate);
    if (!Patience.until(() -> nodes.stream().noneMatch(LabNode::isAlive), MainstayNode.END_LIMIT)) {
      nodes.forEach(LabNode::kill);
    }
    if (!Patience.until(() -> watch.owners().isEmpty(), NOTICE_LIMIT)) {
      throw new LabException("the address stayed with " + watch.owners() + " after their end");
    }
    down.clear();
    leavingAddress.clear();
    nodes = List.copyOf(newNodes);
  }

  void say(String text) {
    report.event(text);
  }

  /** The one node that holds the address. */
  LabNode master() {
    SortedSet<String> owners = watch.owners();
    return nodes.stream()
        .filter(node -> owners.equals(Set.of(node.name())))
        .findFirst()
        .orElseThrow(() -> new LabException("expected one owner, found " + owners));
  }

  LabNode other(LabNode node) {
    return nodes.get(0) == node ? nodes.get(1) : nodes.get(0);
  }

  LabNode highestPriority() {
    return nodes.get(0).priority() > nodes.get(1).priority() ? nodes.get(0) : nodes.get(1);
  }

  void terminate(LabNode node) {
    down.add(node);
    takeover.fault(node.name(), System.nanoTime());
    node.terminate();
  }

  void kill(LabNode node) {
    down.add(node);
    takeover.fault(node.name(), System.nanoTime());
    if (arp != null) {
      arp.fault(System.nanoTime());
    }
    node.kill();
    if (node.leavesAddressWhenKilled()) {
      leavingAddress.add(node.name());
    }
  }

  void killProxy(LabNode node) {
    down.add(node);
    takeover.fault(node.name(), System.nanoTime());
    node.killProxy();
  }

  void start(LabNode node) {
    say(node.name() + " starts (" + node.product() + ", priority " + node.priority() + ")");
    node.start();
    down.remove(node);
    leavingAddress.remove(node.name());
  }

  void cut(LabNode node) {
    takeover.fault(node.name(), System.nanoTime());
    network.cut(node.host());
  }

  void join(LabNode node) {
    network.join(node.host());
  }

  void killWeb1() {
    web1.kill();
    web1.awaitEnd(MainstayNode.END_LIMIT);
  }

  void startWeb1() {
    web1 = network.web1().start("web1", LabWebServer.command(WEB1, WEB_PORT), line -> {});
  }

  /** Waits until this node alone of those that live holds the address, and the service answers. */
  void awaitTakeOver(LabNode node) {
    await(node.name() + " to be the one owner", () -> livingOwners().equals(Set.of(node.name())));
    awaitService();
    Patience.pass(Duration.ofSeconds(1));
  }

  /** Asks who has the address, from now until {@link #awaitArpAnswers} or the next repair. */
  void watchArp() {
    arp = new ArpTally();
    arpWatch = ArpWatch.start(arp);
  }

  /** Waits until it is seen who answers for good, and takes down who did since the fault. */
  void awaitArpAnswers(LabNode killed) {
    Patience.pass(ARP_LASTS);
    endArpWatch();
    if (arp != null) {
      String newMaster = other(killed).name();
      arpAnswers =
          Optional.of(
              arp.answers(
                  this::nameOf,
                  name ->
                      name.equals(killed.name())
                          ? "killed"
                          : name.equals(newMaster) ? "new master" : "stranger"));
    }
    arp = null;
  }

  private String nameOf(String mac) {
    return nodes.stream()
        .filter(node -> node.host().mac().equals(mac))
        .map(LabNode::name)
        .findFirst()
        .orElse("?");
  }

  private void endArpWatch() {
    if (arpWatch != null) {
      arpWatch.close();
      arpWatch = null;
    }
  }

  /** What the scenario's watch of ARP came to, if it had one. */
  Optional<ArpAnswers> arpAnswers() {
    return arpAnswers;
  }

  private Set<String> livingOwners() {
    SortedSet<String> owners = new TreeSet<>(watch.owners());
    owners.removeAll(leavingAddress);
    return owners;
  }

  /**
   * Waits until a node that came back has the place its configuration says: master again, or
   * backup.
   */
  void awaitReturn(LabNode node) {
    if (config.preempts()) {
      awaitTakeOver(highestPriority());
    } else {
      Patience.pass(config.patience().dividedBy(4));
      awaitTakeOver(other(node));
    }
  }

  void awaitService() {
    await(
        ENOUGH_ANSWERS + " answers in a row",
        () -> client.tally().successesInARow() >= ENOUGH_ANSWERS);
  }

  void awaitServiceWithoutWeb1() {
    long before = client.tally().answersBy(WEB2);
    await(
        "answers of web2 alone",
        () -> client.tally().answersBy(WEB2) >= before + 2 * ENOUGH_ANSWERS);
    awaitService();
    Patience.pass(WEB1_DEAD);
  }

  void awaitAnswersOfWeb1() {
    long before = client.tally().answersBy(WEB1);
    await("answers of web1", () -> client.tally().answersBy(WEB1) >= before + ENOUGH_ANSWERS / 2);
    awaitService();
  }

  /**
   * Undoes whatever a scenario left: links, web server, nodes; and waits for the state every
   * scenario begins in.
   */
  void repair() {
    endArpWatch();
    arp = null;
    arpAnswers = Optional.empty();
    nodes.forEach(this::join);
    if (!web1.isAlive()) {
      startWeb1();
    }
    for (LabNode node : nodes) {
      if (!node.isAlive()) {
        start(node);
      }
    }
    LabNode first = highestPriority();
    if (config.preempts()) {
      await(
          first.name() + " to be the one owner", () -> watch.owners().equals(Set.of(first.name())));
    } else {
      await("one owner", () -> watch.owners().size() == 1);
    }
    awaitService();
  }

  /** Who holds the address now, asked of the kernels anew. */
  SortedSet<String> lookAtOwners() {
    SortedSet<String> owners = new TreeSet<>();
    for (LabNode node : nodes) {
      String listing = node.host().run("ip", "-o", "address", "show");
      boolean holds =
          listing
              .lines()
              .flatMap(line -> AddressChange.parse(line).stream())
              .anyMatch(address -> address.address().equals(LabNetwork.SERVICE_ADDRESS));
      if (holds) {
        owners.add(node.name());
      }
    }
    return owners;
  }

  private void await(String expected, BooleanSupplier condition) {
    Duration limit = config.patience();
    boolean held =
        Patience.until(() -> condition.getAsBoolean() || !deadNodes().isEmpty(), limit)
            && condition.getAsBoolean();
    if (!held) {
      throw new LabException(
          String.format(
              Locale.ROOT,
              "expected %s %s; owners now: %s",
              expected,
              deadNodes().isEmpty()
                  ? "within " + limit.toSeconds() + " s"
                  : "but " + String.join(" and ", deadNodes()) + " ended by itself",
              watch.owners()));
    }
  }

  private List<String> deadNodes() {
    return nodes.stream()
        .filter(node -> !down.contains(node) && !node.isAlive())
        .map(LabNode::name)
        .toList();
  }

  /** The last log lines of every node, for whoever must find out why. */
  void showLogs() {
    for (LabNode node : nodes) {
      report.event("last log lines of " + node.name() + ":");
      report.detail(node.logTail());
    }
  }
}
