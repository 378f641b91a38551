package io.mainstay.node.lab;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Take-overs between two nodes with virtual MAC addresses, as a client on the link sees them. Exit
 * code 0 when the client was told of no other MAC address, ever.
 */
final class VirtualMacInside {
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final int HIGH = 150;
  private static final int LOW = 100;
  private static final String MAC4 = "00:00:5e:00:01:33";
  private static final String MAC6 = "00:00:5e:00:02:33";
  private static final Set<String> MACS = Set.of(MAC4, MAC6);
  private static final List<String> ADDRESSES =
      List.of(LabNetwork.SERVICE_ADDRESS, ElectionTerms.GLOBAL);

  /** Who an Ethernet frame is from, and what tcpdump makes of the rest. */
  private static final Pattern FRAME =
      Pattern.compile("[\\d:.]+ (?<source>[0-9a-f:]{17}) (?:\\([^)]*\\) )?> (?<rest>.*)");

  private static final Pattern ANSWER =
      Pattern.compile(".* (?<address>\\S+) is-at (?<mac>[0-9a-f:]{17}).*");

  private static final Pattern NEIGHBOUR =
      Pattern.compile("(?<address>\\S+) dev \\S+ lladdr (?<mac>[0-9a-f:]{17}) .*");

  private final ElectionTerms terms =
      new ElectionTerms(3, ElectionTerms.Delivery.MULTICAST, ElectionTerms.NO_PASSWORD);
  private final LabNetwork network = LabNetwork.create();
  private final LabNode high;
  private final LabNode low;
  private final Set<String> advertisers = new ConcurrentSkipListSet<>();
  private final Set<String> misled = new ConcurrentSkipListSet<>();

  private VirtualMacInside(boolean highIsOurs, boolean lowIsOurs, List<String> command) {
    ElectionInside.addIpv6(network.a(), ElectionTerms.A_LINK_LOCAL);
    ElectionInside.addIpv6(network.b(), ElectionTerms.B_LINK_LOCAL);
    Shell.run(List.of("ip", "address", "add", "fd77::9/64", "dev", LabNetwork.INTERFACE, "nodad"));
    high = node(network.a(), HIGH, highIsOurs, command);
    low = node(network.b(), LOW, lowIsOurs, command);
  }

  private LabNode node(LabHost host, int priority, boolean ours, List<String> command) {
    // A network for the IPv6 address, so that the host can answer from it.
    host.run(
        "ip",
        "address",
        "add",
        "fd77::1:" + priority + "/64",
        "dev",
        LabNetwork.INTERFACE,
        "nodad");
    return ours
        ? new MainstayNode(
            host,
            priority,
            command,
            terms
                .mainstay(host.name(), priority)
                .replace("interface =", "virtual-mac = true, interface ="))
        : new KeepalivedNode(host, priority, keepalived(host, priority), KeepalivedNode.NO_PROXY);
  }

  private String keepalived(LabHost host, int priority) {
    return terms
        .keepalived(host.name(), priority)
        .replaceFirst("virtual_router_id", "use_vmac kvrrp4\n  virtual_router_id")
        .replaceFirst("(?s)(vip6.*?)virtual_router_id", "$1use_vmac kvrrp6\n  virtual_router_id");
  }

  /** Arguments: MAINSTAY or KEEPALIVED twice, the higher priority first; Mainstay's command. */
  public static void main(String[] args) {
    LabEnclosure.inside(
        () ->
            new VirtualMacInside(
                    args[0].equals("MAINSTAY"),
                    args[1].equals("MAINSTAY"),
                    List.of(args).subList(2, args.length))
                .play());
  }

  private int play() {
    try {
      watch();
      low.start();
      awaitOwner(low, "after it started alone");
      high.start();
      awaitOwner(high, "after the higher priority started");
      awaitSilent(low);
      high.terminate();
      awaitOwner(low, "after the master stopped");
      if (high instanceof MainstayNode) {
        expect(() -> devices(high).isEmpty(), "its devices to go with the node");
      }
      high.start();
      awaitOwner(high, "after it returned from a stop");
      if (high instanceof MainstayNode) {
        high.kill();
        awaitOwner(low, "after the master was killed");
        high.start();
        awaitOwner(high, "after it returned from a kill");
      }
      network.cut(high.host());
      awaitOwner(low, "after the master's link went down");
      network.join(high.host());
      awaitOwner(high, "after the link came back");
      if (!misled.isEmpty()) {
        throw new LabException("the client was misled: " + misled);
      }
      if (!advertisers.equals(MACS)) {
        throw new LabException("advertisements came from " + advertisers);
      }
      return 0;
    } catch (LabException e) {
      System.out.println("FAILED: " + e.getMessage());
      for (LabNode node : List.of(high, low)) {
        node.logTail().forEach(line -> System.out.println(node.name() + " | " + line));
        System.out.println(node.host().run("ip", "-d", "address", "show"));
      }
      return 1;
    }
  }

  private void watch() {
    LabProcess tcpdump =
        LabProcess.start(
            "tcpdump",
            List.of("tcpdump", "-elni", LabNetwork.INTERFACE, "vrrp or arp or ip6 proto 112"),
            this::onFrame);
    LabProcess.start("neighbours", List.of("ip", "monitor", "neigh"), this::onNeighbour);
    expect(
        () -> tcpdump.tail().stream().anyMatch(line -> line.contains("listening on")),
        "tcpdump to listen");
  }

  private void onFrame(String line) {
    Matcher frame = FRAME.matcher(line);
    if (!frame.matches()) {
      return;
    }
    String rest = frame.group("rest");
    if (rest.contains("224.0.0.18") || rest.contains("ff02::12")) {
      advertisers.add(frame.group("source"));
    }
    Matcher answer = ANSWER.matcher(line);
    if (answer.matches()
        && ADDRESSES.contains(answer.group("address"))
        && !MACS.contains(answer.group("mac"))) {
      misled.add(line);
    }
    boolean ours = high instanceof MainstayNode && low instanceof MainstayNode;
    if (ours
        && rest.contains("tell " + LabNetwork.SERVICE_ADDRESS)
        && !frame.group("source").equals(MAC4)) {
      misled.add(line);
    }
  }

  private void onNeighbour(String line) {
    Matcher neighbour = NEIGHBOUR.matcher(line);
    boolean ours = high instanceof MainstayNode && low instanceof MainstayNode;
    if (ours
        && neighbour.matches()
        && ADDRESSES.contains(neighbour.group("address"))
        && !MACS.contains(neighbour.group("mac"))) {
      misled.add(line);
    }
  }

  private void awaitOwner(LabNode node, String when) {
    LabNode other = node == high ? low : high;
    expect(
        () -> owned(node) == ADDRESSES.size() && owned(other) == 0,
        String.format(Locale.ROOT, "%s on %s to own it %s", node.product(), node.name(), when));
    for (String address : ADDRESSES) {
      expect(() -> ping(address), address + " to answer " + when);
    }
    Set<String> known = new TreeSet<>();
    for (String address : ADDRESSES) {
      String shown = Shell.run(List.of("ip", "neighbour", "show", address));
      MACS.stream().filter(shown::contains).forEach(known::add);
    }
    // keepalived's host asks for the client in the virtual name, with the interface's own address.
    Set<String> expected = node instanceof MainstayNode ? MACS : Set.of(MAC6);
    if (!known.containsAll(expected)) {
      throw new LabException("the client knows " + known + " " + when);
    }
    System.out.println(node.product() + " on " + node.name() + " owns it " + when);
  }

  private static boolean ping(String address) {
    return Shell.attempt(List.of("ping", "-c", "1", "-W", "3", address)).succeeded();
  }

  private static long owned(LabNode node) {
    return ADDRESSES.stream()
        .filter(
            address ->
                !node.host().run("ip", "-o", "address", "show", "up", "to", address).isBlank())
        .count();
  }

  /** A backup's device is there and down, so nothing can answer. */
  private void awaitSilent(LabNode node) {
    if (node instanceof MainstayNode) {
      expect(
          () ->
              devices(node).lines().count() == 2
                  && devices(node).lines().allMatch(line -> line.contains("state DOWN")),
          "the devices of the backup to be down");
    }
  }

  private static String devices(LabNode node) {
    return node.host().run("ip", "-o", "link", "show", "type", "macvlan");
  }

  private static void expect(BooleanSupplier condition, String what) {
    if (!Patience.until(condition, LIMIT)) {
      throw new LabException("expected " + what);
    }
  }
}
