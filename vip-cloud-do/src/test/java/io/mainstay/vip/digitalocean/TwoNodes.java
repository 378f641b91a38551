package io.mainstay.vip.digitalocean;

import io.mainstay.vip.OwnOutcome;
import io.mainstay.vip.VipIntent;
import io.mainstay.vip.VipReconciler;
import io.mainstay.vip.VirtualAddress;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * Two nodes, one address, one API and an election that a seed writes: four minutes of storm with
 * elections in it, some with a gap and some with two masters for a while, then five minutes of
 * quiet. What a node does when the reconciler gives up is what VRRP does: the other is elected.
 */
final class TwoNodes {

  private static final Duration STORM = Duration.ofMinutes(4);
  private static final Duration QUIET = Duration.ofMinutes(5);
  private static final Duration SETTLED = Duration.ofMinutes(4);
  private static final Duration RENEW = Duration.ofMillis(500);
  private static final long SECOND_NANOS = 1_000_000_000L;

  /** One node: what the election tells it goes to its reconciler. */
  private final class Node {
    final long droplet;
    final StormyNetwork network;
    final VipReconciler reconciler;
    long orders;

    Node(long droplet) {
      this.droplet = droplet;
      network =
          new StormyNetwork(
              model,
              time,
              random.split(),
              () -> time.nowNanos() < STORM.toNanos(),
              this::bursts,
              fates);
      ApiClient api =
          new ApiClient(
              network,
              new ApiAnswerReader(SETTINGS.token()),
              new RequestBudget(SETTINGS.requestsPerMinute()),
              new PollPace(random.split()),
              time,
              time);
      DigitalOceanVipMover mover =
          new DigitalOceanVipMover(
              List.of(address), SETTINGS, droplet, HostGuard.NONE, api, time, () -> {});
      reconciler =
          new VipReconciler(
              mover,
              List.of(address),
              new DigitalOceanVipMoverFactory(name -> Optional.empty()).policy(),
              time,
              random.nextLong());
      renewLater();
    }

    private boolean bursts() {
      long now = time.nowNanos();
      return burstAtNanos <= now && now < burstAtNanos + burstNanos;
    }

    private void renewLater() {
      time.schedule(
          () -> {
            reconciler.renew();
            renewLater();
          },
          RENEW.toNanos());
    }

    void own() {
      long order = ++orders;
      reconciler.own(
          new OwnOutcome() {
            @Override
            public void installed() {}

            @Override
            public void failed(String reason) {
              if (order == orders) {
                demoted++;
                elect(other(Node.this), 0);
              }
            }

            @Override
            public void lost(String reason) {
              failed(reason);
            }
          });
    }

    void release() {
      orders++;
      reconciler.release();
    }
  }

  private static final DigitalOceanSettings SETTINGS =
      Rig.settings(URI.create("http://127.0.0.1:1"));

  final EnumMap<StormyNetwork.Fate, Integer> fates = new EnumMap<>(StormyNetwork.Fate.class);
  final ApiModel model = new ApiModel(Rig.TOKEN).droplets(Rig.SELF, Rig.OTHER);
  private final VirtualTime time = new VirtualTime();
  private final SplittableRandom random;
  private final VirtualAddress address;
  private final String ip;
  private final Node one;
  private final Node two;
  private final long burstAtNanos;
  private final long burstNanos;
  private Node master;
  private int demoted;

  TwoNodes(long seed) throws UnknownHostException {
    random = new SplittableRandom(seed);
    ip = random.nextInt(4) == 0 ? Rig.IPV6 : Rig.IP;
    address = new VirtualAddress(InetAddress.getByName(ip), 32, "eth0");
    model.ip(ip, random.nextInt(3) == 0 ? null : random.nextBoolean() ? Rig.SELF : Rig.OTHER);
    model.actionNanos = this::actionNanos;
    model.actionErrors = () -> storms() && random.nextInt(10) == 0;
    burstAtNanos = random.nextLong(STORM.toNanos());
    burstNanos = random.nextLong(60 * SECOND_NANOS);
    one = new Node(Rig.SELF);
    two = new Node(Rig.OTHER);
    master = random.nextBoolean() ? one : two;
  }

  private boolean storms() {
    return time.nowNanos() < STORM.toNanos();
  }

  private long actionNanos() {
    boolean stuck = storms() && random.nextInt(20) == 0;
    return random.nextLong(SECOND_NANOS, (stuck ? 100 : 15) * SECOND_NANOS);
  }

  private Node other(Node node) {
    return node == one ? two : one;
  }

  /** The new master hears of it at once, the old one by then or a little later. */
  private void elect(Node node, long overlapNanos) {
    master = node;
    node.own();
    time.schedule(
        () -> {
          if (master == node) {
            other(node).release();
          }
        },
        overlapNanos);
  }

  /** Plays to the end. */
  void play() throws InterruptedException {
    elect(master, 0);
    int elections = 2 + random.nextInt(5);
    for (int i = 0; i < elections; i++) {
      Node node = random.nextInt(4) == 0 ? master : random.nextBoolean() ? one : two;
      long overlap = random.nextBoolean() ? 0 : random.nextLong(10 * SECOND_NANOS);
      boolean gap = random.nextInt(3) == 0;
      long atNanos = random.nextLong(STORM.toNanos());
      time.schedule(
          () -> {
            if (gap) {
              one.release();
              two.release();
            }
            elect(node, overlap);
          },
          atNanos);
    }
    time.advance(STORM.plus(QUIET));
  }

  /** Everything that must be true at the end and is not; empty when all is well. */
  String problem() {
    Long holder = model.holder(ip, time.nowNanos());
    if (holder == null || holder != master.droplet) {
      return "the master is droplet " + master.droplet + " and the address is at " + holder;
    }
    if (!master.reconciler.snapshot().allHeld()) {
      return "the master does not know that it has the address: " + master.reconciler.snapshot();
    }
    if (other(master).reconciler.snapshot().intent() == VipIntent.OWN) {
      return "both nodes want the address";
    }
    long settledNanos = STORM.plus(SETTLED).toNanos();
    boolean restless =
        model.seen().stream()
            .anyMatch(seen -> seen.atNanos() > settledNanos && seen.method().equals("POST"));
    return restless ? "addresses are still moved long after the storm" : "";
  }

  /** The most requests of one node in any minute. */
  int mostRequestsInAMinute() {
    return Math.max(most(one.network.sentNanos), most(two.network.sentNanos));
  }

  int timesDemoted() {
    return demoted;
  }

  private static int most(List<Long> sentNanos) {
    int most = 0;
    int from = 0;
    for (int to = 0; to < sentNanos.size(); to++) {
      while (sentNanos.get(to) - sentNanos.get(from) >= 60 * SECOND_NANOS) {
        from++;
      }
      most = Math.max(most, to - from + 1);
    }
    return most;
  }
}
