package io.mainstay.vrrp.sim;

import io.mainstay.vrrp.PeerGone;
import io.mainstay.vrrp.VirtualRouterConfig;
import io.mainstay.vrrp.state.VrrpState;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/** What befalls one virtual router, its installer, or what it is told of its peers. */
final class RouterNemesis {
  private static final int MOST_WORDS = 4;
  private static final int HIGHEST = 254;

  /** How soon the last of all backups acts when its master is known to be gone. */
  private static final long GONE_NANOS = 10_000_000L;

  private final SimLan lan;
  private final SplittableRandom random;
  private final long unitNanos;
  private final Consumer<Runnable> later;
  private final Strangers strangers;
  private long longestSlownessNanos;

  /**
   * Disturbs routers.
   *
   * @param later does something after a while, unless all is to be mended before
   */
  RouterNemesis(SimLan lan, long unitNanos, Consumer<Runnable> later) {
    this.lan = lan;
    random = lan.random();
    this.unitNanos = unitNanos;
    this.later = later;
    strangers = new Strangers(lan);
  }

  void disturb(int kind, SimRouter router) {
    switch (kind) {
      case 0 -> {
        router.fault();
        later.accept(router::clearFault);
      }
      case 1, 2 -> {
        // Members of a sync group must have the same.
        int priority = random.nextInt(1, 255);
        router.mates().forEach(mate -> mate.priority(priority));
      }
      case 3, 4 -> stop(router);
      case 5, 6 -> disturbMover(router.mover());
      case 7 -> strangers.forge(router);
      case 8 -> strangers.forgeUnicast(router);
      case 9 -> strangers.sendBroken(router);
      case 10 -> misleadingWords(router);
      case 11 -> wordsOfALowerMaster(router);
      default -> wordsOfTheMaster(router);
    }
  }

  private void stop(SimRouter router) {
    if (random.nextBoolean()) {
      tellPeers(router, PeerGone.RESIGNED);
    }
    router.mates().forEach(SimRouter::stop);
    later.accept(() -> router.mates().forEach(SimRouter::start));
    if (random.nextBoolean()) {
      router.mates().forEach(this::anotherResigns);
    }
  }

  /** While it hands over, another MASTER of a link that was apart stops as well. */
  private void anotherResigns(SimRouter stopped) {
    long handOver = stopped.config().handOver().toNanos();
    SimRouter other = lan.oneOf(lan.group(stopped).toArray(SimRouter[]::new));
    if (handOver > 0 && other != stopped) {
      int resignation = VirtualRouterConfig.RESIGN_PRIORITY;
      at(random.nextLong(handOver), () -> strangers.advertise(other, resignation, stopped));
    }
  }

  /** Its peers may be told at once, late, or often. */
  void crash(SimHost host) {
    boolean told = random.nextBoolean();
    boolean late = random.nextBoolean();
    host.crash();
    if (told) {
      Runnable tell = () -> host.routers().forEach(router -> tellPeers(router, PeerGone.DIED));
      if (late) {
        later.accept(tell);
      } else {
        tell.run();
      }
    }
  }

  private void tellPeers(SimRouter gone, PeerGone how) {
    for (SimRouter peer : lan.group(gone)) {
      if (peer != gone) {
        peer.peerGone(gone.sourceAddress(), how);
      }
    }
  }

  /** Connections to a peer break, while it does whatever it does. */
  private void misleadingWords(SimRouter router) {
    List<SimRouter> group = lan.group(router);
    tellOften(router, group.get(random.nextInt(group.size())));
  }

  /** The connection to the MASTER breaks, which goes on. */
  private void wordsOfTheMaster(SimRouter router) {
    for (SimRouter peer : lan.group(router)) {
      if (peer != router && peer.state() == VrrpState.MASTER) {
        tellOften(router, peer);
      }
    }
  }

  /**
   * The connection to a MASTER breaks that this one is about to preempt; and before it can act on
   * that, the MASTER advertises.
   */
  private void wordsOfALowerMaster(SimRouter router) {
    for (SimRouter peer : lan.group(router)) {
      if (peer != router
          && peer.state() == VrrpState.MASTER
          && router.state() == VrrpState.BACKUP
          && peer.priority() < HIGHEST) {
        int priority = random.nextInt(peer.priority() + 1, HIGHEST + 1);
        router.mates().forEach(mate -> mate.priority(priority));
        strangers.advertise(peer, peer.priority(), router);
        at(
            random.nextLong(unitNanos),
            () -> {
              router.peerGone(peer.sourceAddress(), lan.oneOf(PeerGone.values()));
              at(
                  random.nextLong(GONE_NANOS),
                  () -> strangers.advertise(peer, peer.priority(), router));
            });
        return;
      }
    }
  }

  private void at(long afterNanos, Runnable task) {
    lan.after(Duration.ofNanos(afterNanos), task);
    lan.disturbedUntil(lan.nowNanos() + afterNanos);
  }

  private void tellOften(SimRouter router, SimRouter peer) {
    int words = random.nextInt(1, MOST_WORDS);
    PeerGone how = lan.oneOf(PeerGone.values());
    for (int i = 0; i < words; i++) {
      long after = random.nextBoolean() ? 0 : random.nextLong(unitNanos);
      at(after, () -> router.peerGone(peer.sourceAddress(), how));
    }
  }

  private void disturbMover(SimMover mover) {
    if (random.nextBoolean()) {
      mover.mode(lan.oneOf(SimMover.Mode.values()));
    } else {
      long slowness = random.nextLong(10 * unitNanos);
      longestSlownessNanos = Math.max(longestSlownessNanos, slowness);
      mover.slowness(slowness);
    }
    later.accept(() -> mover.mode(SimMover.Mode.WORKS));
  }

  long longestSlownessNanos() {
    return longestSlownessNanos;
  }
}
