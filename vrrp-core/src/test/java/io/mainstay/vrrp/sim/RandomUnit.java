package io.mainstay.vrrp.sim;

import io.mainstay.vrrp.ChecksumMode;
import io.mainstay.vrrp.Preemption;
import io.mainstay.vrrp.Unicast;
import io.mainstay.vrrp.VirtualRouterConfig;
import io.mainstay.vrrp.VrrpVersion;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/** What goes from host to host as one: a virtual router, or a sync group of up to four. */
final class RandomUnit {
  private static final long SECOND_NANOS = 1_000_000_000L;
  private static final long LONGEST_V3_NANOS = 40_950_000_000L;
  private static final long LONGEST_HAND_OVER_NANOS = 4 * SECOND_NANOS;
  private static final int LONGEST_DELAY_SCALES = 20;
  private static final int LONGEST_DELAY_SCALES_WHEN_LONG = 4;
  private static final int[] PRIORITIES = {1, 50, 99, 100, 100, 100, 101, 150, 200, 254};
  private static final int NOBODY = -1;
  private static final String ABSENT_OCTET = "66";

  private enum Preempting {
    ALL,
    NONE,
    MIXED,
    DELAYED
  }

  /** What all members on one host have in common. */
  private record Role(int host, int priority, Preemption preemption) {}

  private final RandomSetup setup;
  private final SplittableRandom random;
  private final int number;
  private final int members;
  private final List<Role> roles = new ArrayList<>();
  private final boolean delaysStart;
  private final boolean handsOver;

  RandomUnit(RandomSetup setup, int number) {
    this.setup = setup;
    this.number = number;
    random = setup.lan().random();
    members = random.nextInt(4) == 0 ? random.nextInt(2, setup.isLong() ? 3 : 5) : 1;
    delaysStart = random.nextInt(6) == 0;
    handsOver = random.nextInt(3) == 0;
  }

  void build() {
    chooseRoles();
    for (int member = 0; member < members; member++) {
      buildMember(member);
    }
  }

  private void chooseRoles() {
    Preempting preempting =
        new Preempting[] {
              Preempting.ALL, Preempting.ALL, Preempting.NONE, Preempting.MIXED, Preempting.DELAYED
            }
            [random.nextInt(5)];
    int owner = members == 1 && random.nextInt(6) == 0 ? random.nextInt(setup.hosts()) : NOBODY;
    boolean equal = random.nextInt(4) == 0;
    int priority = randomPriority();
    for (int host = 0; host < setup.hosts(); host++) {
      boolean last = host == setup.hosts() - 1 && roles.isEmpty();
      if (!last && host != owner && random.nextInt(8) == 0) {
        continue;
      }
      priority = equal ? priority : randomPriority();
      roles.add(new Role(host, host == owner ? 255 : priority, preemption(preempting)));
    }
  }

  private int randomPriority() {
    return PRIORITIES[random.nextInt(PRIORITIES.length)];
  }

  private Preemption preemption(Preempting preempting) {
    return switch (preempting) {
      case ALL -> Preemption.ON;
      case NONE -> Preemption.OFF;
      case MIXED -> random.nextBoolean() ? Preemption.ON : Preemption.OFF;
      case DELAYED -> Preemption.after(randomDelay());
    };
  }

  private Duration randomDelay() {
    int scales = setup.isLong() ? LONGEST_DELAY_SCALES_WHEN_LONG : LONGEST_DELAY_SCALES;
    return Duration.ofNanos(random.nextLong(scales * setup.scaleNanos()));
  }

  private void buildMember(int member) {
    int link = random.nextInt(setup.links());
    boolean first = number == 0 && member == 0;
    boolean ipv6 = !first && random.nextInt(3) == 0;
    boolean shares = ipv6 && random.nextBoolean() && isFree(setup.sameVrid(), link);
    int vrid = shares ? setup.sameVrid() : setup.nextVrid();
    long scale = setup.scaleNanos();
    boolean v2 = !ipv6 && scale % SECOND_NANOS == 0 && random.nextInt(3) == 0;
    boolean mismatched = !v2 && random.nextInt(10) == 0;
    long interval = interval(v2);
    boolean unicast = random.nextInt(3) == 0;
    int which = ipv6 ? random.nextInt(1, unicast ? 3 : 2) : 0;
    List<InetAddress> virtual = virtualAddresses(number * 4 + member, ipv6);
    for (Role role : roles) {
      interval = mismatched ? interval(v2) : interval;
      VirtualRouterConfig.Builder config =
          VirtualRouterConfig.builder(
                  (ipv6 ? "six" : "four") + vrid, HostInterface.name(link), vrid)
              .version(v2 ? VrrpVersion.V2 : VrrpVersion.V3)
              .priority(role.priority)
              .advertisementInterval(Duration.ofNanos(interval))
              .preemption(role.preemption)
              .checksumMode(
                  random.nextBoolean() ? ChecksumMode.PSEUDO_HEADER : ChecksumMode.MESSAGE_ONLY)
              .addresses(virtual);
      if (members > 1) {
        config.syncGroup("group" + number);
      }
      if (delaysStart && random.nextBoolean()) {
        config.startupDelay(randomDelay());
      }
      if (handsOver && random.nextBoolean()) {
        long most = Math.min(LONGEST_HAND_OVER_NANOS, 6 * scale);
        config.handOver(Duration.ofNanos(random.nextLong(most)));
      }
      if (unicast) {
        config.unicast(unicast(role.host, link, which));
      }
      setup.add(role.host, config.build());
    }
  }

  private boolean isFree(int vrid, int link) {
    return setup.lan().groups().keySet().stream()
        .noneMatch(key -> key.equals(HostInterface.name(link) + "/IPV6/" + vrid));
  }

  private long interval(boolean v2) {
    long interval = setup.scaleNanos() * random.nextInt(1, 4);
    return v2 ? interval : Math.min(interval, LONGEST_V3_NANOS);
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

  /** All others, each as far away as it is or allowed to be farther, and sometimes one more. */
  private Unicast unicast(int host, int link, int which) {
    List<Unicast.Peer> peers = new ArrayList<>();
    List<SimHost> hosts = setup.lan().hosts();
    for (Role other : roles) {
      if (other.host != host) {
        int hops = setup.lan().network(link).hops(hosts.get(other.host), hosts.get(host));
        int most = Unicast.Peer.ON_LINK - hops;
        int minimum = random.nextBoolean() ? most : random.nextInt(most + 1);
        peers.add(new Unicast.Peer(setup.address(other.host, link, which), minimum));
      }
    }
    if (peers.isEmpty() || random.nextInt(3) == 0) {
      String[] prefixes = {
        "10.0." + link + ".", "fe80::" + link + ":", "2001:db8:ff:" + link + "::"
      };
      InetAddress absent = SimLan.address(prefixes[which] + ABSENT_OCTET);
      peers.add(new Unicast.Peer(absent, random.nextInt(256)));
    }
    InetAddress own = setup.address(host, link, which);
    return new Unicast(random.nextInt(3) == 0 ? Optional.of(own) : Optional.empty(), peers);
  }
}
