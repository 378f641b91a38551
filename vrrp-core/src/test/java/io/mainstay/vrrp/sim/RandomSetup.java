package io.mainstay.vrrp.sim;

import io.mainstay.vrrp.VirtualRouterConfig;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/** Hosts, links, virtual routers and sync groups as a seed has them. */
final class RandomSetup {
  private static final long MILLI_NANOS = 1_000_000L;
  private static final long SECOND_NANOS = 1_000_000_000L;
  private static final long[] SCALES_NANOS = {
    10 * MILLI_NANOS, 50 * MILLI_NANOS, 100 * MILLI_NANOS, SECOND_NANOS, SECOND_NANOS
  };
  private static final long LONG_SCALE_NANOS = 10 * SECOND_NANOS;

  /** A third of the longest interval there is. */
  private static final long LONGEST_SCALE_NANOS = 85 * SECOND_NANOS;

  /** Long intervals take long to simulate: these runs in so many have them. */
  private static final int LONG_AMONG = 1000;

  private static final int LONG_RUNS = 3;

  private static final int[] LAST_OCTETS = {9, 10, 99, 127, 128, 200, 250};
  private static final int[] HOST_COUNTS = {2, 2, 2, 3, 3, 3, 4, 5};
  private static final int MOST_DRIFT_PPM = 500;
  private static final int MOST_HOPS = 6;

  private final SimLan lan;
  private final SplittableRandom random;
  private final long scaleNanos;
  private final List<List<List<InetAddress>>> addresses = new ArrayList<>();
  private final List<VirtualRouterConfig> configs = new ArrayList<>();
  private final StringBuilder description = new StringBuilder();
  private int links;
  private int vrid;

  RandomSetup(SimLan lan) {
    this.lan = lan;
    random = lan.random();
    int draw = random.nextInt(LONG_AMONG);
    if (draw < LONG_RUNS) {
      scaleNanos = draw == 0 ? LONGEST_SCALE_NANOS : LONG_SCALE_NANOS;
    } else {
      scaleNanos = SCALES_NANOS[random.nextInt(SCALES_NANOS.length)];
    }
  }

  void build() {
    links = random.nextInt(3) == 0 ? 2 : 1;
    int hosts = isLong() ? 2 : HOST_COUNTS[random.nextInt(HOST_COUNTS.length)];
    Set<Integer> octets = new HashSet<>();
    for (int i = 0; i < hosts; i++) {
      int octet;
      do {
        octet = LAST_OCTETS[random.nextInt(LAST_OCTETS.length)];
      } while (!octets.add(octet));
      buildHost(i, octet);
    }
    chooseNetwork();
    vrid = random.nextInt(1, 256);
    int units = isLong() ? 1 : random.nextInt(1, 4);
    for (int unit = 0; unit < units; unit++) {
      new RandomUnit(this, unit).build();
    }
  }

  private void buildHost(int number, int octet) {
    String name = String.valueOf((char) ('a' + number));
    long origin =
        switch (random.nextInt(4)) {
          case 0 -> 0;
          case 1 -> -30 * SECOND_NANOS;
          // It overflows while the run lasts, as a monotonic clock may.
          case 2 -> Long.MAX_VALUE - random.nextLong(60 * scaleNanos);
          default -> random.nextLong();
        };
    long drift = random.nextBoolean() ? 0 : random.nextInt(-MOST_DRIFT_PPM, MOST_DRIFT_PPM + 1);
    List<List<InetAddress>> ofHost = new ArrayList<>();
    for (int link = 0; link < links; link++) {
      // The same end on each link, so that a tie is not broken one way here and another there.
      ofHost.add(
          new ArrayList<>(
              List.of(
                  SimLan.address("10.0." + link + "." + octet),
                  SimLan.address("fe80::" + link + ":" + octet),
                  SimLan.address("2001:db8:ff:" + link + "::" + octet))));
    }
    addresses.add(ofHost);
    SimHost host = lan.host(name, new HostClock(origin, drift), ofHost.get(0));
    ofHost.stream().skip(1).forEach(host::attach);
    host.leavesAddressesBehind(random.nextBoolean());
    say(name + " " + ofHost + ", clock " + drift + " ppm from " + origin);
  }

  private void chooseNetwork() {
    long latency = random.nextBoolean() ? 0 : Math.min(2 * MILLI_NANOS, scaleNanos / 20);
    lan.maxLatency(latency);
    for (int link = 0; link < links; link++) {
      long min = random.nextLong(scaleNanos / 100);
      long mean = min + random.nextLong(scaleNanos / 20);
      long max = mean + random.nextLong(scaleNanos / 4);
      boolean reorders = random.nextBoolean();
      lan.network(link).delay(new SimNetwork.Delay(min, mean, max));
      lan.network(link).reorders(reorders);
      say(
          HostInterface.name(link)
              + ": delay "
              + min / 1000
              + " to "
              + max / 1000
              + (reorders ? " us, reordering" : " us, in order")
              + ", woken up to "
              + latency / 1000
              + " us late");
      for (SimHost a : lan.hosts()) {
        for (SimHost b : lan.hosts()) {
          lan.network(link).hops(a, b, random.nextInt(2) * random.nextInt(MOST_HOPS));
        }
      }
    }
  }

  /** Starts a router on a host. */
  void add(int number, VirtualRouterConfig config) {
    if (config.isOwner()) {
      addresses
          .get(number)
          .get(HostInterface.link(config.interfaceName()))
          .addAll(config.addresses());
    }
    configs.add(config);
    SimHost host = lan.hosts().get(number);
    SimRouter router = host.add(config);
    router.mover().slowness(random.nextBoolean() ? 0 : random.nextLong(2 * scaleNanos));
    say(host + "  " + inWords(config));
  }

  private static String inWords(VirtualRouterConfig config) {
    return config.name()
        + " on "
        + config.interfaceName()
        + " "
        + config.version()
        + " priority "
        + config.priority()
        + " every "
        + config.advertisementInterval().toMillis()
        + " ms"
        + (config.preempt() ? "" : ", nopreempt")
        + (config.preemption().delay().isZero() ? "" : ", " + config.preemption())
        + (config.startupDelay().isZero() ? "" : ", starts " + config.startupDelay())
        + (config.handOver().isZero() ? "" : ", hands over " + config.handOver())
        + config.syncGroup().map(group -> ", in " + group).orElse("")
        + config.unicast().map(unicast -> ", unicast to " + unicast.peers()).orElse("");
  }

  private void say(String line) {
    description.append("  ").append(line).append('\n');
  }

  SimLan lan() {
    return lan;
  }

  long scaleNanos() {
    return scaleNanos;
  }

  /** Whether each interval takes so long to simulate that few must do. */
  boolean isLong() {
    return scaleNanos >= LONG_SCALE_NANOS;
  }

  int links() {
    return links;
  }

  int hosts() {
    return addresses.size();
  }

  /** Each time another one, until there are no more. */
  int nextVrid() {
    vrid = vrid % 255 + 1;
    return vrid;
  }

  /** The one that was given out last: IPv4 and IPv6 may share a number. */
  int sameVrid() {
    return vrid;
  }

  /** The first addresses of a host on a link: IPv4, link-local, and global IPv6. */
  InetAddress address(int host, int link, int which) {
    return addresses.get(host).get(link).get(which);
  }

  long longestIntervalNanos() {
    return configs.stream()
        .mapToLong(config -> config.advertisementInterval().toNanos())
        .max()
        .orElse(scaleNanos);
  }

  /** How much longer than an election it may take until the best router is MASTER. */
  long longestDelaysNanos() {
    long startup = 0;
    long preemption = 0;
    for (VirtualRouterConfig config : configs) {
      startup = Math.max(startup, config.startupDelay().toNanos());
      preemption = Math.max(preemption, config.preemption().delay().toNanos());
    }
    long heardAgain = preemption == 0 ? 0 : 2 * longestIntervalNanos();
    return startup + preemption + heardAgain;
  }

  @Override
  public String toString() {
    return description.toString();
  }
}
