package io.mainstay.vrrp.sim;

import io.mainstay.vrrp.PeerGone;
import io.mainstay.vrrp.Unicast;
import io.mainstay.vrrp.VirtualRouter;
import io.mainstay.vrrp.VirtualRouterConfig;
import io.mainstay.vrrp.VrrpListener;
import io.mainstay.vrrp.VrrpSnapshot;
import io.mainstay.vrrp.VrrpTransition;
import io.mainstay.vrrp.VrrpVersion;
import io.mainstay.vrrp.engine.VrrpAgent;
import io.mainstay.vrrp.state.TransitionReason;
import io.mainstay.vrrp.state.VrrpState;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One virtual router on one host. It outlives the host's process: after a crash it is started
 * again.
 */
public final class SimRouter implements VrrpListener {
  /** One advertisement that the kernel took. */
  public record Sent(long nanos, int priority) {}

  private static final long LONGEST_BACK_OFF_SECONDS = 60;
  private static final long SECOND_NANOS = 1_000_000_000L;

  private final SimLan lan;
  private final SimHost host;
  private final int id;
  private final VirtualRouterConfig config;
  private final SimMover mover;
  private final ReferenceTimer reference;
  private final List<VrrpTransition> transitions = new ArrayList<>();
  private final List<Sent> sent = new ArrayList<>();
  private final List<Long> announcedNanos = new ArrayList<>();

  private @Nullable VirtualRouter handle;
  private VrrpState state = VrrpState.INIT;
  private int priority;
  private int wantedPriority;
  private boolean faulted;
  private boolean wantsFault;
  private boolean stopping;
  private int failures;
  private long retryNanos;
  private boolean wantsStart;
  private boolean starting;
  private long startedNanos;
  private boolean resigned;
  private List<SimRouter> mates = List.of(this);
  private final int link;
  private final byte[] sourceAddress;
  private final List<PeerWord> words = new ArrayList<>();

  /** That a peer is gone, as it was told and the agent has not taken it yet. */
  private record PeerWord(InetAddress peer, PeerGone how) {}

  SimRouter(SimLan lan, SimHost host, int id, VirtualRouterConfig config) {
    this.lan = lan;
    this.host = host;
    this.id = id;
    this.config = config;
    mover = new SimMover(this, lan);
    reference = new ReferenceTimer(config);
    link = HostInterface.link(config.interfaceName());
    boolean global =
        config.unicast().isPresent()
            && !config.unicast().get().peers().get(0).address().isLinkLocalAddress();
    sourceAddress = host.sourceAddress(link, config.family(), global);
  }

  /** Finds those of its sync group among the routers of its host. */
  void syncWith(List<SimRouter> routers) {
    if (config.syncGroup().isPresent()) {
      List<SimRouter> group =
          routers.stream().filter(r -> r.config.syncGroup().equals(config.syncGroup())).toList();
      group.forEach(member -> member.mates = group);
    }
  }

  /** The members of its sync group on its host; only itself when it is in none. */
  List<SimRouter> mates() {
    return mates;
  }

  /** Starts it, as soon as an earlier stop of it or of its sync group is over. */
  public void start() {
    if (handle == null || stopping) {
      wantsStart = true;
      startIfWanted();
    }
  }

  private void startIfWanted() {
    VrrpAgent agent = host.agent();
    for (SimRouter mate : mates) {
      if (mate.handle != null && mate.stopping) {
        return;
      }
    }
    if (!wantsStart || handle != null || agent == null) {
      return;
    }
    wantsStart = false;
    starting = true;
    words.clear();
    priority = config.priority();
    wantedPriority = priority;
    faulted = false;
    wantsFault = false;
    stopping = false;
    failures = 0;
    lan.trace(host, "start", id, config.name());
    handle = agent.add(config, mover, this);
  }

  /** Resigns and leaves. */
  public void stop() {
    if (handle != null && !stopping) {
      lan.trace(host, "stop", id, config.name());
      stopping = true;
      lan.disturbedUntil(lan.nowNanos() + config.handOver().toNanos());
      handle.stop();
    }
  }

  public void priority(int effective) {
    if (handle != null && !config.isOwner()) {
      lan.trace(host, "priority", effective, effective);
      wantedPriority = effective;
      handle.priority(effective, "simulated");
    }
  }

  public void fault() {
    if (handle != null) {
      lan.trace(host, "fault", id, config.name());
      wantsFault = true;
      handle.fault("simulated");
    }
  }

  public void clearFault() {
    if (handle != null) {
      lan.trace(host, "clear", id, config.name());
      wantsFault = false;
      handle.clearFault();
    }
  }

  /** Tells it that a peer is gone, which may be true or not. */
  public void peerGone(byte[] peer, PeerGone how) {
    if (handle != null) {
      lan.trace(
          host, "told gone", Arrays.hashCode(peer) * 31L + how.name().hashCode(), config.name());
      words.add(new PeerWord(SimLan.address(peer), how));
      handle.peerGone(SimLan.address(peer), how, "simulated");
    }
  }

  /** The agent is about to take what was asked for. */
  void cycleStarting() {
    priority = wantedPriority;
    faulted = wantsFault;
    if (starting) {
      starting = false;
      startedNanos = host.localNanos();
      reference.notBefore(startedNanos + config.startupDelay().toNanos());
    }
    for (PeerWord word : words) {
      byte[] peer = word.peer.getAddress();
      lan.watch().toldGone(this, peer, word.how);
      reference.gone(peer, host.localNanos());
    }
    words.clear();
  }

  /** When the agent started it, by the clock of the host. */
  long startedNanos() {
    return startedNanos;
  }

  /** Whether its start-up delay is over. */
  boolean isPastStartup() {
    return !starting && host.localNanos() - startedNanos >= config.startupDelay().toNanos();
  }

  /** It hands an advertisement to the kernel. */
  void advertising(int withPriority) {
    resigned |= withPriority == VirtualRouterConfig.RESIGN_PRIORITY;
  }

  /** Whether it has resigned to stop, and keeps its addresses for a successor. */
  boolean isHandingOver() {
    return stopping && resigned && state == VrrpState.MASTER && config.handOver().toNanos() > 0;
  }

  /** Whether nothing but its agent makes it let go of its addresses. */
  boolean canHold() {
    return host.isUsable(link) && !wantsFault && !mover.isFailing();
  }

  boolean isStopping() {
    return stopping;
  }

  /** Whether it must accept a well-formed advertisement that is for its VRID. */
  boolean mustAccept(Frame frame) {
    if (config.version() == VrrpVersion.V2) {
      long interval = config.advertisementInterval().toSeconds();
      if (config.isOwner() || frame.intervalSeconds() != interval) {
        return false;
      }
    }
    if (config.unicast().isEmpty()) {
      return frame.destination == null && frame.hopLimit == Frame.HOP_LIMIT;
    }
    if (frame.destination == null || !host.isOwnAddress(link, frame.destination)) {
      return false;
    }
    for (Unicast.Peer peer : config.unicast().get().peers()) {
      if (Arrays.equals(peer.address().getAddress(), frame.source)) {
        return frame.hopLimit >= peer.minimumTtl();
      }
    }
    return false;
  }

  /** Whether it advertises to this address before its other peers. */
  boolean isFirstPeer(byte[] address) {
    return config.unicast().isPresent()
        && Arrays.equals(config.unicast().get().peers().get(0).address().getAddress(), address);
  }

  /** What its advertisements leave from. */
  byte[] sourceAddress() {
    return sourceAddress;
  }

  /** The number of its link. */
  int link() {
    return link;
  }

  void crashed(boolean addressesStay) {
    handle = null;
    wantsStart = false;
    resigned = false;
    words.clear();
    state = VrrpState.INIT;
    reference.stop();
    mover.crashed(addressesStay);
  }

  @Override
  public void onTransition(VrrpTransition transition) {
    lan.trace(
        host,
        "becomes",
        transition.to().name().hashCode() * 31L + transition.reason().name().hashCode(),
        transition);
    lan.watch().transition(this, transition);
    state = transition.to();
    transitions.add(transition);
    keepBackOff(transition);
    keepReference(transition);
    resigned = false;
    if (state == VrrpState.INIT) {
      handle = null;
      // The agent still has it in this cycle.
      lan.at(lan.nowNanos(), () -> mates.forEach(SimRouter::startIfWanted));
    }
  }

  private void keepBackOff(VrrpTransition transition) {
    if (transition.reason() == TransitionReason.INSTALL_FAILED) {
      long seconds = failures < 6 ? 1L << failures : LONGEST_BACK_OFF_SECONDS;
      failures++;
      retryNanos = lan.nowNanos() + seconds * SECOND_NANOS;
      lan.disturbedUntil(retryNanos);
    }
  }

  private void keepReference(VrrpTransition transition) {
    long now = host.localNanos();
    if (state != VrrpState.BACKUP) {
      reference.stop();
      return;
    }
    switch (transition.reason()) {
      case STARTED, RECOVERED, STALLED, SYNC_GROUP -> reference.start(now);
      case HIGHER_PRIORITY_HEARD, HIGHER_ADDRESS_HEARD -> reference.startAfterAdvertisement(now);
      default -> reference.startLoosely(now);
    }
  }

  /** Whether nothing but the election decides what it is, or what its sync group is. */
  boolean isEligible() {
    for (SimRouter mate : mates) {
      boolean member = mate == this || (mate.handle != null && !mate.stopping);
      if (member && !mate.isSound()) {
        return false;
      }
    }
    return true;
  }

  private boolean isSound() {
    return handle != null
        && !stopping
        && !faulted
        && !isBackingOff()
        && host.isUsable(link)
        && !host.mayBeRetryingToOpen();
  }

  boolean isBackingOff() {
    return failures > 0 && lan.nowNanos() <= retryNanos + SECOND_NANOS / 10;
  }

  /** The agent has heard all that it was told. */
  void cycleEnded() {
    if (state == VrrpState.MASTER && mover.hasReported()) {
      failures = 0;
    }
  }

  /** Whether it runs or was asked to. */
  public boolean isStarted() {
    return handle != null;
  }

  public VrrpSnapshot snapshot() {
    if (handle == null) {
      throw new IllegalStateException(this + " does not run");
    }
    return handle.snapshot();
  }

  public SimHost host() {
    return host;
  }

  int id() {
    return id;
  }

  /** Its skew when its own interval counts. */
  long skewNanos() {
    boolean v2 = config.version() == VrrpVersion.V2;
    long unit = v2 ? SECOND_NANOS : config.advertisementInterval().toNanos();
    return (256 - priority) * unit / 256;
  }

  public VirtualRouterConfig config() {
    return config;
  }

  public SimMover mover() {
    return mover;
  }

  ReferenceTimer reference() {
    return reference;
  }

  public VrrpState state() {
    return state;
  }

  /** Its effective priority, as far as the agent was told. */
  public int priority() {
    return priority;
  }

  public List<VrrpTransition> transitions() {
    return transitions;
  }

  void sent(int withPriority) {
    sent.add(new Sent(lan.nowNanos(), withPriority));
  }

  void announced() {
    announcedNanos.add(lan.nowNanos());
  }

  /** Its advertisements so far, resignations included. */
  public List<Sent> sent() {
    return sent;
  }

  /** When it announced an address. */
  public List<Long> announcedNanos() {
    return announcedNanos;
  }

  /** Why it is in its state. */
  TransitionReason lastReason() {
    return transitions.get(transitions.size() - 1).reason();
  }

  @Override
  public String toString() {
    return host + "/" + config.name();
  }
}
