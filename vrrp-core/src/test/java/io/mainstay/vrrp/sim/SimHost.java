package io.mainstay.vrrp.sim;

import io.mainstay.vrrp.AddressFamily;
import io.mainstay.vrrp.VirtualRouterConfig;
import io.mainstay.vrrp.VrrpTransition;
import io.mainstay.vrrp.engine.VrrpAgent;
import io.mainstay.vrrp.state.VrrpState;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A host: a process with an agent in it, a clock of its own, and interfaces eth0, eth1, ... */
public final class SimHost {
  private static final int MOST_WORK_AT_ONCE = 1000;
  static final long MOST_OPEN_RETRY_NANOS = 1_200_000_000L;
  private static final long NEVER = Long.MAX_VALUE;

  private final SimLan lan;
  private final String name;
  private final int number;
  private final HostClock clock;
  private final HostPorts ports;
  private final List<SimRouter> routers = new ArrayList<>();

  private @Nullable VrrpAgent agent;
  private int incarnation;
  private boolean paused;
  private boolean addressesStay;
  private long stalledNanos;
  private long wakeNanos = NEVER;
  private long refusedUntilNanos = Long.MIN_VALUE / 2;

  SimHost(SimLan lan, String name, int number, HostClock clock) {
    this.lan = lan;
    this.name = name;
    this.number = number;
    this.clock = clock;
    ports = new HostPorts(lan, this);
    boot();
  }

  /** Adds its next interface, which is on the link of the same number. */
  void attach(List<InetAddress> addresses) {
    ports.add(new HostInterface(ports.interfaces().size(), addresses));
  }

  /** Adds its next interface, which is on the link of the same number. */
  public SimHost attach(String... addresses) {
    attach(Arrays.stream(addresses).map(SimLan::address).toList());
    return this;
  }

  private void boot() {
    agent = new VrrpAgent(ports, ports, ports, lan.wallClock());
    incarnation++;
    wake();
  }

  /** Adds a virtual router and starts it. */
  public SimRouter add(VirtualRouterConfig config) {
    SimRouter router = new SimRouter(lan, this, lan.nextRouterId(), config);
    routers.add(router);
    router.syncWith(routers);
    lan.join(router);
    router.start();
    return router;
  }

  /** The process stands still: it neither reads nor sends, and its socket fills. */
  public void pause() {
    lan.trace(this, "pauses", 0, "");
    paused = true;
  }

  public void resume() {
    if (paused) {
      stalledNanos = Math.max(0, lan.nowNanos() - wakeNanos);
      lan.trace(this, "resumes", 0, "");
      paused = false;
      for (SimRouter router : routers) {
        router.reference().paused(stalledNanos);
        for (SimRouter mate : router.mates()) {
          router.reference().excuseFor(mate.reference(), localNanos());
        }
      }
      wake();
    }
  }

  /** Stands still for so long, as for a garbage collection. */
  public void stall(Duration time) {
    pause();
    lan.after(time, this::resume);
  }

  /** The process dies; what it installed stays only if the host is so configured. */
  public void crash() {
    lan.trace(this, "crashes", 0, "");
    agent = null;
    paused = false;
    wakeNanos = NEVER;
    ports.processDied();
    for (SimRouter router : routers) {
      router.crashed(addressesStay);
    }
    lan.watch().crashed(this);
  }

  /** Starts the process again, and its routers. */
  public void restart() {
    if (agent == null) {
      lan.trace(this, "restarts", 0, "");
      boot();
      routers.forEach(SimRouter::start);
    }
  }

  /** Whether a crash leaves the addresses behind, as with a daemon that nothing cleans up after. */
  public void leavesAddressesBehind(boolean stay) {
    addressesStay = stay;
  }

  public void linkDown() {
    linkDown(0);
  }

  public void linkDown(int link) {
    lan.trace(this, "link down", link, HostInterface.name(link));
    ports.on(link).link(false);
    wake();
  }

  public void linkUp() {
    linkUp(0);
  }

  public void linkUp(int link) {
    lan.trace(this, "link up", link, HostInterface.name(link));
    ports.on(link).link(true);
    wake();
  }

  /** The interface disappears, with its addresses. */
  public void unplug(int link) {
    lan.trace(this, "unplugged", link, HostInterface.name(link));
    for (SimRouter router : routers) {
      if (router.link() == link) {
        router.mover().vanished();
      }
    }
    ports.on(link).unplug();
    wake();
  }

  public void replug(int link) {
    lan.trace(this, "replugged", link, HostInterface.name(link));
    ports.on(link).replug();
    wake();
  }

  int links() {
    return ports.interfaces().size();
  }

  public void refuseToOpen(boolean refuses) {
    lan.trace(this, refuses ? "no open" : "may open", 0, "");
    ports.refuseToOpen(refuses);
    refusedUntilNanos = lan.nowNanos();
  }

  public void refuseToSend(boolean refuses) {
    lan.trace(this, refuses ? "no sends" : "may send", 0, "");
    ports.refuseToSend(refuses);
  }

  /** How many frames the socket holds before it drops. */
  public void socketBuffer(int frames) {
    ports.inboxCapacity(frames);
  }

  void addressesChanged(int link) {
    ports.on(link).change();
    wake();
  }

  void deliver(Frame frame) {
    ports.deliver(frame);
  }

  /** Runs the agent soon, unless nothing can. */
  void wake() {
    if (agent != null && !paused) {
      wakeNanos = Math.min(wakeNanos, lan.nowNanos() + lan.latencyNanos());
    }
  }

  /** When the agent is to run next. */
  long wakeNanos() {
    return paused ? NEVER : wakeNanos;
  }

  /** Runs the agent until it has nothing more to do, as its thread does. */
  void cycle() {
    VrrpAgent running = agent;
    if (running == null) {
      return;
    }
    lan.watch().cycleStarting(this);
    routers.forEach(SimRouter::cycleStarting);
    long now = localNanos();
    int rounds = 0;
    while (running.doWork(now) > 0) {
      if (++rounds > MOST_WORK_AT_ONCE) {
        throw new InvariantViolation(this + " never comes to rest");
      }
    }
    long idle = running.nextDeadlineNanos() - now;
    if (idle <= 0) {
      throw new InvariantViolation(this + " has nothing to do and does not sleep");
    }
    wakeNanos = lan.nowNanos() + clock.duration(idle) + lan.latencyNanos();
    routers.forEach(SimRouter::cycleEnded);
    lan.watch().cycleEnded(this);
    stalledNanos = 0;
  }

  /** How much later than it wanted the agent runs now. */
  long stalledNanos() {
    return stalledNanos;
  }

  /** The agent is about to handle this frame. */
  void heard(Frame frame) {
    SimRouter router = hearer(frame);
    if (router != null) {
      router.reference().heard(frame, localNanos(), router.priority());
    }
  }

  /** Whose election this frame is part of; nobody's when it must be refused. */
  @Nullable SimRouter hearer(Frame frame) {
    if (!frame.wellFormed || isOwnAddress(frame.link, frame.source)) {
      return null;
    }
    SimRouter router = router(frame.link, frame.family, frame.vrid());
    return router != null && router.mustAccept(frame) ? router : null;
  }

  long localNanos() {
    return clock.local(lan.nowNanos());
  }

  @Nullable VrrpAgent agent() {
    return agent;
  }

  /** The agent of a process that runs. */
  public VrrpAgent runningAgent() {
    if (agent == null) {
      throw new IllegalStateException(this + " does not run");
    }
    return agent;
  }

  int incarnation() {
    return incarnation;
  }

  boolean isRunning() {
    return agent != null && !paused;
  }

  boolean isAlive() {
    return agent != null;
  }

  boolean isUsable(int link) {
    return ports.isUsable(link);
  }

  int interfaceIndex(int link) {
    return ports.on(link).index();
  }

  boolean hasUnread() {
    return ports.hasUnread();
  }

  /** How many frames the socket had no room for. */
  public long overflowed() {
    return ports.overflowed();
  }

  /** Whether the agent may not have noticed yet that it can open its sockets again. */
  boolean mayBeRetryingToOpen() {
    return lan.nowNanos() - refusedUntilNanos < MOST_OPEN_RETRY_NANOS;
  }

  byte[] sourceAddress(int link, AddressFamily family, boolean global) {
    return ports.on(link).sourceAddress(family, global);
  }

  boolean isOwnAddress(int link, byte[] address) {
    return link < ports.interfaces().size() && ports.on(link).isOwn(address);
  }

  int number() {
    return number;
  }

  List<SimRouter> routers() {
    return routers;
  }

  @Nullable SimRouter router(int link, AddressFamily family, int vrid) {
    for (int i = 0; i < routers.size(); i++) {
      VirtualRouterConfig config = routers.get(i).config();
      if (config.vrid() == vrid && config.family() == family && routers.get(i).link() == link) {
        return routers.get(i);
      }
    }
    return null;
  }

  /** The only virtual router of a host that has one. */
  public SimRouter router() {
    return routers.get(0);
  }

  public boolean isMaster() {
    return router().state() == VrrpState.MASTER;
  }

  public boolean holdsAddresses() {
    return router().mover().isPresent();
  }

  public List<VrrpTransition> transitions() {
    return router().transitions();
  }

  /** The advertisements of its first router so far. */
  public List<SimRouter.Sent> sent() {
    return router().sent();
  }

  /** When its first router sent its last advertisement. */
  public long lastSentNanos() {
    return sent().get(sent().size() - 1).nanos();
  }

  public List<Long> announcedNanos() {
    return router().announcedNanos();
  }

  /** Resigns and leaves the election. */
  public void stop() {
    router().stop();
  }

  @Override
  public String toString() {
    return name;
  }
}
