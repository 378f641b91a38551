package io.mainstay.vrrp.sim;

import io.mainstay.vrrp.VirtualRouter;
import io.mainstay.vrrp.VirtualRouterConfig;
import io.mainstay.vrrp.VrrpListener;
import io.mainstay.vrrp.VrrpSnapshot;
import io.mainstay.vrrp.VrrpTransition;
import io.mainstay.vrrp.VrrpVersion;
import io.mainstay.vrrp.engine.VrrpAgent;
import io.mainstay.vrrp.state.TransitionReason;
import io.mainstay.vrrp.state.VrrpState;
import java.util.ArrayList;
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

  SimRouter(SimLan lan, SimHost host, int id, VirtualRouterConfig config) {
    this.lan = lan;
    this.host = host;
    this.id = id;
    this.config = config;
    mover = new SimMover(this, lan);
    reference = new ReferenceTimer(config);
  }

  /** Starts it, unless an earlier stop is still under way. */
  public void start() {
    VrrpAgent agent = host.agent();
    if (handle != null || agent == null) {
      return;
    }
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

  /** The agent is about to take what was asked for. */
  void cycleStarting() {
    priority = wantedPriority;
    faulted = wantsFault;
  }

  void crashed(boolean addressesStay) {
    handle = null;
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
    if (state == VrrpState.INIT) {
      handle = null;
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
      case STARTED, RECOVERED, STALLED -> reference.start(now);
      case HIGHER_PRIORITY_HEARD, HIGHER_ADDRESS_HEARD -> reference.startAfterAdvertisement(now);
      default -> reference.startLoosely(now);
    }
  }

  /** Whether nothing but the election decides what it is. */
  boolean isEligible() {
    return handle != null
        && !stopping
        && !faulted
        && !isBackingOff()
        && host.isUsable()
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
