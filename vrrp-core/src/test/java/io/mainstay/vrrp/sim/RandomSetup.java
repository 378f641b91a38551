package io.mainstay.vrrp.sim;

import io.mainstay.vrrp.ChecksumMode;
import io.mainstay.vrrp.VirtualRouterConfig;
import io.mainstay.vrrp.VrrpVersion;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/** Hosts, virtual routers and a network as a seed has them. */
final class RandomSetup {
  private static final long MILLI_NANOS = 1_000_000L;
  private static final long SECOND_NANOS = 1_000_000_000L;
  private static final long[] SCALES_NANOS = {
    10 * MILLI_NANOS, 50 * MILLI_NANOS, 100 * MILLI_NANOS, SECOND_NANOS, SECOND_NANOS
  };
  private static final int[] PRIORITIES = {1, 50, 99, 100, 100, 100, 101, 150, 200, 254};
  private static final int[] LAST_OCTETS = {9, 10, 99, 127, 128, 200, 250};
  private static final int[] HOST_COUNTS = {2, 2, 2, 3, 3, 3, 4, 5};
  private static final int MOST_DRIFT_PPM = 500;

  private enum Preemption {
    ALL,
    NONE,
    MIXED
  }

  private final SimLan lan;
  private final SplittableRandom random;
  private final long scaleNanos;
  private final List<List<InetAddress>> addresses = new ArrayList<>();
  private final List<List<VirtualRouterConfig>> configs = new ArrayList<>();
  private final StringBuilder description = new StringBuilder();

  RandomSetup(SimLan lan) {
    this.lan = lan;
    random = lan.random();
    scaleNanos = SCALES_NANOS[random.nextInt(SCALES_NANOS.length)];
  }

  void build() {
    int hosts = HOST_COUNTS[random.nextInt(HOST_COUNTS.length)];
    Set<Integer> octets = new HashSet<>();
    for (int i = 0; i < hosts; i++) {
      int octet;
      do {
        octet = LAST_OCTETS[random.nextInt(LAST_OCTETS.length)];
      } while (!octets.add(octet));
      addresses.add(
          new ArrayList<>(
              List.of(SimLan.address("10.0.0." + octet), SimLan.address("fe80::" + octet))));
      configs.add(new ArrayList<>());
    }
    chooseGroups(hosts);
    for (int i = 0; i < hosts; i++) {
      buildHost(i);
    }
    chooseNetwork();
  }

  private void chooseGroups(int hosts) {
    int groups = random.nextInt(1, 4);
    int vrid = random.nextInt(1, 256);
    for (int group = 0; group < groups; group++) {
      // IPv4 and IPv6 may share a number.
      boolean ipv6 = group == 1 || random.nextInt(3) == 0;
      boolean taken = group == 2 || (group == 1 && random.nextBoolean());
      vrid = taken ? vrid % 255 + 1 : vrid;
      if (group == 0) {
        ipv6 = false;
      }
      chooseGroup(hosts, group, vrid, ipv6);
    }
  }

  private void chooseGroup(int hosts, int group, int vrid, boolean ipv6) {
    boolean v2 = !ipv6 && scaleNanos == SECOND_NANOS && random.nextInt(3) == 0;
    Preemption preemption = Preemption.values()[new int[] {0, 0, 0, 1, 2}[random.nextInt(5)]];
    boolean mismatched = !v2 && random.nextInt(10) == 0;
    long interval = scaleNanos * random.nextInt(1, v2 ? 3 : 4);
    int owner = random.nextInt(6) == 0 ? random.nextInt(hosts) : -1;
    List<InetAddress> virtual = virtualAddresses(group, ipv6);
    int members = 0;
    for (int host = 0; host < hosts; host++) {
      boolean last = host == hosts - 1 && members == 0;
      if (!last && host != owner && random.nextInt(8) == 0) {
        continue;
      }
      members++;
      if (mismatched) {
        interval = scaleNanos * random.nextInt(1, 4);
      }
      if (host == owner) {
        addresses.get(host).addAll(virtual);
      }
      configs
          .get(host)
          .add(
              VirtualRouterConfig.builder((ipv6 ? "six" : "four") + vrid, "eth0", vrid)
                  .version(v2 ? VrrpVersion.V2 : VrrpVersion.V3)
                  .priority(host == owner ? 255 : PRIORITIES[random.nextInt(PRIORITIES.length)])
                  .advertisementInterval(Duration.ofNanos(interval))
                  .preempt(
                      preemption == Preemption.ALL
                          || (preemption == Preemption.MIXED && random.nextBoolean()))
                  .checksumMode(
                      random.nextBoolean() ? ChecksumMode.PSEUDO_HEADER : ChecksumMode.MESSAGE_ONLY)
                  .addresses(virtual)
                  .build());
    }
  }

  private List<InetAddress> virtualAddresses(int group, boolean ipv6) {
    List<InetAddress> virtual = new ArrayList<>();
    if (ipv6) {
      virtual.add(SimLan.address("fe80::ff:" + (group + 1)));
    }
    int more = random.nextInt(1, 4);
    for (int i = 1; i <= more; i++) {
      virtual.add(
          SimLan.address(ipv6 ? "2001:db8:" + group + "::" + i : "10.1." + group + "." + i));
    }
    return virtual;
  }

  private void buildHost(int number) {
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
    SimHost host = lan.host(name, new HostClock(origin, drift), addresses.get(number));
    host.leavesAddressesBehind(random.nextBoolean());
    say(name + " " + addresses.get(number) + ", clock " + drift + " ppm from " + origin);
    for (VirtualRouterConfig config : configs.get(number)) {
      SimRouter router = host.add(config);
      router.mover().slowness(random.nextBoolean() ? 0 : random.nextLong(2 * scaleNanos));
      say(
          "  "
              + config.name()
              + " "
              + config.version()
              + " priority "
              + config.priority()
              + " every "
              + config.advertisementInterval().toMillis()
              + (config.preempt() ? " ms" : " ms nopreempt"));
    }
  }

  private void chooseNetwork() {
    long latency = random.nextBoolean() ? 0 : Math.min(2 * MILLI_NANOS, scaleNanos / 20);
    lan.maxLatency(latency);
    long min = random.nextLong(scaleNanos / 100);
    long mean = min + random.nextLong(scaleNanos / 20);
    long max = mean + random.nextLong(scaleNanos / 4);
    boolean reorders = random.nextBoolean();
    lan.network().delay(new SimNetwork.Delay(min, mean, max));
    lan.network().reorders(reorders);
    say(
        "delay "
            + min / 1000
            + " to "
            + max / 1000
            + (reorders ? " us, reordering" : " us, in order")
            + ", woken up to "
            + latency / 1000
            + " us late");
  }

  private void say(String line) {
    description.append("  ").append(line).append('\n');
  }

  long longestIntervalNanos() {
    long longest = 0;
    for (List<VirtualRouterConfig> host : configs) {
      for (VirtualRouterConfig config : host) {
        longest = Math.max(longest, config.advertisementInterval().toNanos());
      }
    }
    return longest;
  }

  @Override
  public String toString() {
    return description.toString();
  }
}
