package io.mainstay.vrrp.sim;

import io.mainstay.vrrp.VirtualRouterConfig;
import io.mainstay.vrrp.packet.AdvertisementEncoder;
import io.mainstay.vrrp.spi.ReceivedDatagram;
import io.mainstay.vrrp.state.VrrpState;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Hosts on one link or on several, on one thread and on one virtual clock that jumps from event to
 * event. Without further ado everything works and takes no time, so that scenarios can assert
 * nanoseconds. Every invariant is checked at every step.
 */
public final class SimLan {
  private static final int TRACE_LINES = 60;

  private final SplittableRandom random;
  private final Agenda agenda = new Agenda();
  private final Trace trace;
  private final List<SimNetwork> networks = new ArrayList<>();
  private final Invariants invariants;
  private final List<SimHost> hosts = new ArrayList<>();
  private final Map<String, List<SimRouter>> groups = new LinkedHashMap<>();
  private final ReceivedDatagram datagram = new ReceivedDatagram();
  private long maxLatencyNanos;
  private long disturbedUntilNanos;
  private Duration wallClockJump = Duration.ZERO;
  private int routers;

  /** A link on which nothing is left to chance. */
  public SimLan() {
    this(0, TRACE_LINES);
  }

  SimLan(long seed, int traceLines) {
    random = new SplittableRandom(seed);
    trace = new Trace(traceLines);
    networks.add(new SimNetwork(this));
    invariants = new Invariants(this);
  }

  /** Adds a host with one virtual router of the default group. */
  public SimHost node(String name, int priority) {
    SimHost host = host(name);
    host.add(router(priority).build());
    return host;
  }

  /** Adds a host with one virtual router. */
  public SimHost node(String name, VirtualRouterConfig config) {
    SimHost host = host(name);
    host.add(config);
    return host;
  }

  /** Adds a host without any virtual router; its addresses end in 10, 11, and so on. */
  public SimHost host(String name) {
    int last = 10 + hosts.size();
    return host(name, "10.0.0." + last, "fe80::" + last);
  }

  public SimHost host(String name, String... addresses) {
    return host(name, new HostClock(0, 0), Arrays.stream(addresses).map(SimLan::address).toList());
  }

  SimHost host(String name, HostClock clock, List<InetAddress> addresses) {
    if (hosts.size() >= SimNetwork.MAX_HOSTS) {
      throw new IllegalStateException("at most " + SimNetwork.MAX_HOSTS + " hosts");
    }
    SimHost host = new SimHost(this, name, hosts.size(), clock);
    host.attach(addresses);
    hosts.add(host);
    return host;
  }

  /** The default group: VRID 51, version 3, an advertisement each second. */
  public static VirtualRouterConfig.Builder router(int priority) {
    return VirtualRouterConfig.builder("vip", HostPorts.INTERFACE, 51)
        .priority(priority)
        .addresses(address("10.0.0.240"));
  }

  public static InetAddress address(String text) {
    try {
      return InetAddress.getByName(text);
    } catch (UnknownHostException e) {
      throw new AssertionError(text, e);
    }
  }

  static InetAddress address(byte[] bytes) {
    try {
      return InetAddress.getByAddress(bytes);
    } catch (UnknownHostException e) {
      throw new AssertionError("4 and 16 bytes always make an address", e);
    }
  }

  /** Lets time pass. */
  public void run(Duration time) {
    runUntil(agenda.nowNanos() + time.toNanos());
  }

  void runUntil(long endNanos) {
    try {
      while (step(endNanos)) {
        // Until nothing is due before the end.
      }
    } catch (InvariantViolation e) {
      String where = String.format(Locale.ROOT, "at %.9f s: ", agenda.nowNanos() / 1e9);
      throw new InvariantViolation(where + e.getMessage() + "\nlast of the trace:\n" + trace);
    }
  }

  private boolean step(long endNanos) {
    SimHost due = null;
    long next = agenda.nextNanos(endNanos + 1);
    for (int i = 0; i < hosts.size(); i++) {
      SimHost host = hosts.get(i);
      // What arrives in an instant is there before an agent runs in it.
      if (host.wakeNanos() < next) {
        next = host.wakeNanos();
        due = host;
      }
    }
    if (next > endNanos) {
      agenda.advance(endNanos);
      return false;
    }
    agenda.advance(Math.max(next, agenda.nowNanos()));
    if (due == null) {
      agenda.runDue();
    } else {
      due.cycle();
    }
    return true;
  }

  /** Does something later. */
  public void after(Duration time, Runnable task) {
    agenda.at(agenda.nowNanos() + time.toNanos(), task);
  }

  void at(long nanos, Runnable task) {
    agenda.at(nanos, task);
  }

  /** Gives every host a valid advertisement of somebody who is not there. */
  public void inject(VirtualRouterConfig config, int priority, String source) {
    Frame frame = forge(config, priority, source);
    hosts.forEach(host -> host.deliver(frame));
  }

  /** Gives one host a valid advertisement of somebody who is not there. */
  public void injectInto(SimHost host, VirtualRouterConfig config, int priority, String source) {
    host.deliver(forge(config, priority, source));
  }

  private static Frame forge(VirtualRouterConfig config, int priority, String source) {
    byte[] sender = address(source).getAddress();
    byte[] message = new AdvertisementEncoder(config).encode(priority, sender);
    int link = HostInterface.link(config.interfaceName());
    return Frame.toGroup(link, config.family(), sender, message, message.length);
  }

  /** Sets everybody's time of day; no monotonic clock moves. */
  public void wallClockJumps(Duration jump) {
    wallClockJump = wallClockJump.plus(jump);
  }

  InstantSource wallClock() {
    return () -> Instant.EPOCH.plusNanos(agenda.nowNanos()).plus(wallClockJump);
  }

  /** How late an agent may be woken. */
  void maxLatency(long nanos) {
    maxLatencyNanos = nanos;
  }

  long maxLatencyNanos() {
    return maxLatencyNanos;
  }

  long latencyNanos() {
    return maxLatencyNanos == 0 ? 0 : random.nextLong(maxLatencyNanos);
  }

  /** What goes wrong now has consequences until then. */
  void disturbedUntil(long nanos) {
    disturbedUntilNanos = Math.max(disturbedUntilNanos, nanos);
  }

  long disturbedUntilNanos() {
    return disturbedUntilNanos;
  }

  int nextRouterId() {
    return routers++;
  }

  void join(SimRouter router) {
    VirtualRouterConfig config = router.config();
    groups.computeIfAbsent(key(config), key -> new ArrayList<>()).add(router);
  }

  /** The virtual routers of each group, by link, family and VRID. */
  Map<String, List<SimRouter>> groups() {
    return groups;
  }

  /** A router and its peers. */
  List<SimRouter> group(SimRouter router) {
    return groups.getOrDefault(key(router.config()), List.of());
  }

  private static String key(VirtualRouterConfig config) {
    return config.interfaceName() + "/" + config.family() + "/" + config.vrid();
  }

  /** Which hosts are MASTER with their first router. */
  public List<SimHost> masters() {
    return hosts.stream()
        .filter(host -> host.isAlive() && host.router().state() == VrrpState.MASTER)
        .toList();
  }

  void trace(SimHost host, String what, long fingerprint, Object detail) {
    trace.add(agenda.nowNanos(), host.toString(), what, fingerprint, detail);
  }

  Trace trace() {
    return trace;
  }

  Watch watch() {
    return invariants.watch();
  }

  Invariants invariants() {
    return invariants;
  }

  ReceivedDatagram datagram() {
    return datagram;
  }

  SplittableRandom random() {
    return random;
  }

  List<SimHost> hosts() {
    return hosts;
  }

  /** The link of eth0. */
  public SimNetwork network() {
    return networks.get(0);
  }

  /** The link of eth0, of eth1, and so on; a new one appears when it is asked for. */
  public SimNetwork network(int link) {
    while (networks.size() <= link) {
      networks.add(new SimNetwork(this));
    }
    return networks.get(link);
  }

  List<SimNetwork> networks() {
    return networks;
  }

  /** The longest that a frame is under way on any link. */
  long maxDelayNanos() {
    return networks.stream().mapToLong(SimNetwork::maxDelayNanos).max().orElse(0);
  }

  public long nowNanos() {
    return agenda.nowNanos();
  }
}
