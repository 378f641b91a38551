package io.mainstay.vrrp.sim;

import io.mainstay.vrrp.AddressFamily;
import io.mainstay.vrrp.packet.AdvertisementEncoder;
import java.time.Duration;
import java.util.Arrays;
import java.util.SplittableRandom;

/** Makes things go wrong, each for a while, and mends them all in the end. */
final class Nemesis {
  private static final int KINDS = 23;

  private final SimLan lan;
  private final SplittableRandom random;
  private final long unitNanos;
  private boolean over;
  private long longestSlownessNanos;

  Nemesis(SimLan lan, long unitNanos) {
    this.lan = lan;
    random = lan.random();
    this.unitNanos = unitNanos;
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
    } else if (kind < 15) {
      disturbHost(kind, host);
    } else if (!host.routers().isEmpty()) {
      disturbRouter(kind, host.routers().get(random.nextInt(host.routers().size())));
    }
  }

  private void disturbNetwork(int kind, SimHost host) {
    SimNetwork network = lan.network();
    switch (kind) {
      case 0, 1 -> {
        Partition shape = pick(Partition.values());
        Partition.Symmetry symmetry = pick(Partition.Symmetry.values());
        lan.trace(host, "partition", kind, shape + " " + symmetry);
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
    switch (kind) {
      case 8, 9 -> {
        host.pause();
        later(host::resume);
      }
      case 10 -> {
        host.crash();
        later(host::restart);
      }
      case 11 -> {
        int flaps = random.nextInt(1, 5);
        for (int i = 0; i < flaps; i++) {
          lan.after(Duration.ofNanos(i * unitNanos / 2), unlessOver(host::linkDown));
          lan.after(Duration.ofNanos(i * unitNanos / 2 + unitNanos / 4), host::linkUp);
        }
      }
      case 12 -> {
        host.unplug();
        later(host::replug);
      }
      case 13 -> {
        host.refuseToOpen(true);
        host.linkDown();
        later(host::linkUp);
        later(() -> host.refuseToOpen(false));
      }
      default -> {
        host.refuseToSend(true);
        later(() -> host.refuseToSend(false));
      }
    }
  }

  private void disturbRouter(int kind, SimRouter router) {
    switch (kind) {
      case 15 -> {
        router.fault();
        later(router::clearFault);
      }
      case 16, 17 -> router.priority(random.nextInt(1, 255));
      case 18 -> {
        router.stop();
        later(router::start);
      }
      case 19, 20 -> disturbMover(router.mover());
      case 21 -> spoof(router);
      default -> sendBroken(router);
    }
  }

  private void disturbMover(SimMover mover) {
    if (random.nextBoolean()) {
      mover.mode(pick(SimMover.Mode.values()));
    } else {
      long slowness = random.nextLong(10 * unitNanos);
      longestSlownessNanos = Math.max(longestSlownessNanos, slowness);
      mover.slowness(slowness);
    }
    later(() -> mover.mode(SimMover.Mode.WORKS));
  }

  private void spoof(SimRouter router) {
    boolean ipv4 = router.config().family() == AddressFamily.IPV4;
    int priority = random.nextInt(256);
    int frames = random.nextInt(1, 20);
    for (int i = 0; i < frames; i++) {
      lan.inject(router.config(), priority, ipv4 ? "10.0.0.77" : "fe80::77");
    }
    lan.disturbedUntil(lan.nowNanos());
  }

  private void sendBroken(SimRouter router) {
    AddressFamily family = router.config().family();
    byte[] source = new byte[family.addressBytes()];
    random.nextBytes(source);
    byte[] sender =
        SimLan.address(family == AddressFamily.IPV4 ? "10.0.0.77" : "fe80::77").getAddress();
    byte[] bytes = new AdvertisementEncoder(router.config()).encode(254, sender).clone();
    switch (random.nextInt(4)) {
      case 0 -> {
        byte[] noise = new byte[random.nextInt(129)];
        random.nextBytes(noise);
        lan.injectBroken(router.host(), family, source, noise, random.nextInt(256));
      }
      case 1 -> {
        bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
        lan.injectBroken(router.host(), family, sender, bytes, Frame.HOP_LIMIT);
      }
      case 2 -> lan.injectBroken(router.host(), family, sender, bytes, random.nextInt(255));
      default -> {
        byte[] shorter = Arrays.copyOf(bytes, random.nextInt(bytes.length));
        lan.injectBroken(router.host(), family, sender, shorter, Frame.HOP_LIMIT);
      }
    }
  }

  private <T> T pick(T[] values) {
    return values[random.nextInt(values.length)];
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
    lan.network().heal();
    for (SimHost host : lan.hosts()) {
      host.restart();
      host.resume();
      host.replug();
      host.refuseToOpen(false);
      host.refuseToSend(false);
      for (SimRouter router : host.routers()) {
        router.mover().mode(SimMover.Mode.WORKS);
        router.clearFault();
      }
    }
    lan.disturbedUntil(lan.nowNanos() + longestSlownessNanos);
    lan.disturbedUntil(lan.nowNanos() + SimHost.MOST_OPEN_RETRY_NANOS);
  }

  /** What was stopped starts again once it has ended, and some things fail for good. */
  void leaveScars() {
    for (SimHost host : lan.hosts()) {
      host.routers().forEach(SimRouter::start);
      switch (random.nextInt(20)) {
        case 0 -> host.crash();
        case 1 -> host.linkDown();
        case 2 -> host.routers().forEach(SimRouter::fault);
        case 3 -> host.routers().forEach(SimRouter::stop);
        default -> {}
      }
    }
    lan.disturbedUntil(lan.nowNanos());
  }
}
