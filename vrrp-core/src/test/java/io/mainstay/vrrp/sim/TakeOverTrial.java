package io.mainstay.vrrp.sim;

import io.mainstay.vrrp.PeerGone;
import io.mainstay.vrrp.VrrpVersion;
import io.mainstay.vrrp.state.VrrpState;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * When all is well, the MASTER of one group goes away, with its sync group. How soon there must be
 * another one depends only on the way it goes.
 */
final class TakeOverTrial {
  private static final long SECOND_NANOS = 1_000_000_000L;
  private static final long GONE_NANOS = 10_000_000L;

  private enum Way {
    STOPS,
    CRASHES,
    CRASHES_AND_PEERS_KNOW,
    LOSES_ITS_LINK
  }

  private final SimLan lan;
  private final SplittableRandom random;

  TakeOverTrial(SimLan lan) {
    this.lan = lan;
    random = lan.random();
  }

  void play() {
    SimRouter master = master();
    if (master == null) {
      return;
    }
    List<SimRouter> successors = successors(master);
    if (successors.isEmpty()) {
      return;
    }
    lan.networks().forEach(network -> network.lose(0, Integer.MAX_VALUE));
    Way[] ways = Way.values();
    Way way = ways[random.nextInt(ways.length)];
    long bound = boundNanos(way, master, successors);
    lan.trace(
        master.host(), "goes away", way.name().hashCode(), way + ", successor in " + bound + " ns");
    lan.invariants()
        .takeOverInTime()
        .promised(
            new I17TakeOverInTime.Promise(
                lan.group(master), lan.nowNanos() + bound, gapNanos(way, master, successors)));
    goAway(way, master);
    long handOver = master.config().handOver().toNanos();
    lan.runUntil(lan.nowNanos() + bound + handOver + slownessNanos(successors) + GONE_NANOS);
    lan.invariants().takeOverInTime().judge();
  }

  private @Nullable SimRouter master() {
    List<SimRouter> masters = new ArrayList<>();
    for (List<SimRouter> group : lan.groups().values()) {
      for (SimRouter router : group) {
        if (router.state() == VrrpState.MASTER && router.isEligible()) {
          masters.add(router);
        }
      }
    }
    return masters.isEmpty() ? null : masters.get(random.nextInt(masters.size()));
  }

  private List<SimRouter> successors(SimRouter master) {
    return lan.group(master).stream()
        .filter(router -> router != master && router.state() == VrrpState.BACKUP)
        .filter(router -> router.isEligible() && router.isPastStartup())
        .toList();
  }

  private void goAway(Way way, SimRouter master) {
    switch (way) {
      case STOPS -> master.mates().forEach(SimRouter::stop);
      case CRASHES -> master.host().crash();
      case CRASHES_AND_PEERS_KNOW -> {
        master.host().crash();
        lan.at(lan.nowNanos() + underWayNanos(), () -> tellPeers(master));
      }
      case LOSES_ITS_LINK -> master.host().linkDown(master.link());
    }
  }

  private void tellPeers(SimRouter gone) {
    for (SimRouter mate : gone.mates()) {
      for (SimRouter peer : lan.group(mate)) {
        peer.peerGone(mate.sourceAddress(), PeerGone.DIED);
      }
    }
  }

  private long boundNanos(Way way, SimRouter master, List<SimRouter> successors) {
    long bound = Long.MAX_VALUE;
    for (SimRouter successor : successors) {
      long slowest = 0;
      for (SimRouter mate : successor.mates()) {
        slowest = Math.max(slowest, waitNanos(way, mate));
      }
      bound = Math.min(bound, slowest);
    }
    // What was said before may still be under way, and clocks are not the same.
    long late = 2 * underWayNanos() + 2 * lan.maxLatencyNanos();
    return bound + bound / 1000 + late + master.host().routers().size();
  }

  /** How long a backup waits after the last that it hears of its master. */
  private long waitNanos(Way way, SimRouter backup) {
    SimRouter master = masterOf(backup);
    long interval = master.config().advertisementInterval().toNanos();
    boolean v2 = backup.config().version() == VrrpVersion.V2;
    long skew = (256 - backup.priority()) * (v2 ? SECOND_NANOS : interval) / 256;
    boolean inOrder = !lan.network(backup.link()).reorders();
    return switch (way) {
      case STOPS -> inOrder ? skew : 3 * interval + skew;
      case CRASHES, LOSES_ITS_LINK -> 3 * interval + skew;
      case CRASHES_AND_PEERS_KNOW -> GONE_NANOS;
    };
  }

  private SimRouter masterOf(SimRouter backup) {
    for (SimRouter router : lan.group(backup)) {
      if (router.state() == VrrpState.MASTER) {
        return router;
      }
    }
    return backup;
  }

  /** With several successors a better one may replace the first, so nothing is promised. */
  private long gapNanos(Way way, SimRouter master, List<SimRouter> successors) {
    if (successors.size() > 1 || !master.mover().isPresent()) {
      return Long.MAX_VALUE;
    }
    long slowness = slownessNanos(successors);
    long bound = boundNanos(way, master, successors);
    long handOver =
        master.mates().stream()
            .mapToLong(mate -> mate.config().handOver().toNanos())
            .min()
            .orElse(0);
    boolean seamless = way == Way.STOPS && handOver > bound;
    return seamless ? slowness : bound + slowness;
  }

  private static long slownessNanos(List<SimRouter> routers) {
    return routers.stream().mapToLong(router -> router.mover().slownessNanos()).max().orElse(0);
  }

  private long underWayNanos() {
    return lan.maxDelayNanos() + lan.maxLatencyNanos();
  }
}
