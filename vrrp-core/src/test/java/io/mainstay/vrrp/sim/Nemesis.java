package io.mainstay.vrrp.sim;

import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;

/** Makes things go wrong, each for a while, and mends them all in the end. */
final class Nemesis {
  private static final int KINDS = 31;

  private final SimLan lan;
  private final SplittableRandom random;
  private final long unitNanos;
  private final RouterNemesis routers;
  private boolean over;

  Nemesis(SimLan lan, long unitNanos) {
    this.lan = lan;
    random = lan.random();
    this.unitNanos = unitNanos;
    routers = new RouterNemesis(lan, unitNanos, this::later);
  }

  /** Plans some faults between now and then. */
  void plan(long endNanos) {
    int faults = random.nextInt(3, 15);
    for (int i = 0; i < faults; i++) {
      lan.at(random.nextLong(lan.nowNanos(), endNanos), this::strike);
    }
  }

  private void strike() {
    SimHost host = lan.hosts().get(random.nextInt(lan.hosts().size()));
    int kind = random.nextInt(KINDS);
    if (over) {
      return;
    }
    if (kind < 8) {
      disturbNetwork(kind, host);
    } else if (kind < 16) {
      disturbHost(kind, host);
    } else if (!host.routers().isEmpty()) {
      routers.disturb(kind - 16, host.routers().get(random.nextInt(host.routers().size())));
    }
  }

  private void disturbNetwork(int kind, SimHost host) {
    int link = random.nextInt(lan.networks().size());
    SimNetwork network = lan.network(link);
    switch (kind) {
      case 0, 1 -> {
        Partition shape = lan.oneOf(Partition.values());
        Partition.Symmetry symmetry = lan.oneOf(Partition.Symmetry.values());
        lan.trace(host, "partition", kind, shape + " " + symmetry + " of link " + link);
        network.cut(shape.cut(lan.hosts().size(), symmetry, random));
        later(network::heal);
      }
      case 2 -> {
        network.lose(random.nextDouble(), Integer.MAX_VALUE);
        later(network::heal);
      }
      case 3 -> {
        network.duplicate(random.nextDouble());
        later(network::heal);
      }
      case 4 -> {
        network.replay(random.nextDouble() / 4, 10 * unitNanos);
        later(network::heal);
      }
      case 5, 6 -> {
        SimHost other = lan.hosts().get(random.nextInt(lan.hosts().size()));
        network.clog(host, other, lan.nowNanos() + random.nextLong(6 * unitNanos));
      }
      default -> later(network::heal);
    }
  }

  private void disturbHost(int kind, SimHost host) {
    int link = random.nextInt(host.links());
    switch (kind) {
      case 8, 9 -> {
        host.pause();
        later(host::resume);
      }
      case 10 -> {
        routers.crash(host);
        later(host::restart);
      }
      case 11 -> {
        int flaps = random.nextInt(1, 5);
        for (int i = 0; i < flaps; i++) {
          lan.after(Duration.ofNanos(i * unitNanos / 2), unlessOver(() -> host.linkDown(link)));
          lan.after(Duration.ofNanos(i * unitNanos / 2 + unitNanos / 4), () -> host.linkUp(link));
        }
      }
      case 12 -> {
        host.unplug(link);
        later(() -> host.replug(link));
      }
      case 13 -> {
        host.refuseToOpen(true);
        host.linkDown(link);
        later(() -> host.linkUp(link));
        later(() -> host.refuseToOpen(false));
      }
      case 14 -> {
        host.linkDown(link);
        later(() -> host.linkUp(link));
      }
      default -> {
        host.refuseToSend(true);
        later(() -> host.refuseToSend(false));
      }
    }
  }

  private void later(Runnable mend) {
    lan.after(Duration.ofNanos(random.nextLong(8 * unitNanos)), unlessOver(mend));
  }

  private Runnable unlessOver(Runnable task) {
    return () -> {
      if (!over) {
        task.run();
      }
    };
  }

  /** Everything works again; then some things fail for good. */
  void mendAll() {
    over = true;
    lan.networks().forEach(SimNetwork::heal);
    for (SimHost host : lan.hosts()) {
      host.restart();
      host.resume();
      for (int link = 0; link < host.links(); link++) {
        host.replug(link);
      }
      host.refuseToOpen(false);
      host.refuseToSend(false);
      for (SimRouter router : host.routers()) {
        router.mover().mode(SimMover.Mode.WORKS);
        router.clearFault();
      }
    }
    lan.disturbedUntil(lan.nowNanos() + routers.longestSlownessNanos());
    lan.disturbedUntil(lan.nowNanos() + SimHost.MOST_OPEN_RETRY_NANOS);
  }

  /** What was stopped starts again once it has ended, and some things fail for good. */
  void leaveScars() {
    for (SimHost host : lan.hosts()) {
      List<SimRouter> all = host.routers();
      all.forEach(SimRouter::start);
      switch (random.nextInt(20)) {
        case 0 -> host.crash();
        case 1 -> host.linkDown(random.nextInt(host.links()));
        case 2 -> all.forEach(SimRouter::fault);
        case 3 -> all.forEach(SimRouter::stop);
        default -> {}
      }
    }
    lan.disturbedUntil(lan.nowNanos());
  }
}
