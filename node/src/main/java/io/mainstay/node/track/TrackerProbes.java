package io.mainstay.node.track;

import io.mainstay.health.BlockingCheck;
import io.mainstay.health.BlockingProbe;
import io.mainstay.health.CheckCode;
import io.mainstay.health.CheckResult;
import io.mainstay.health.CheckSpec;
import io.mainstay.health.HealthCheck;
import io.mainstay.health.HealthTarget;
import io.mainstay.health.host.ContentProbe;
import io.mainstay.health.host.FileProbe;
import io.mainstay.health.host.InterfaceProbe;
import io.mainstay.health.host.NamedProcessProbe;
import io.mainstay.health.host.PidFileProbe;
import io.mainstay.health.host.ScriptCommand;
import io.mainstay.health.host.ScriptProbe;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.Supplier;

/** Finds the way to watch each kind of subject. */
public final class TrackerProbes {
  private final Function<CheckSpec, HealthCheck> checks;
  private final Executor blocking;
  private final NodeConditions node;

  /**
   * @param checks makes the node's own kinds of checks; throws {@link IllegalArgumentException} for
   *     what it cannot make
   * @param blocking runs what blocks, on a bounded number of threads
   * @param node what the node knows of itself
   */
  public TrackerProbes(
      Function<CheckSpec, HealthCheck> checks, Executor blocking, NodeConditions node) {
    this.checks = checks;
    this.blocking = blocking;
    this.node = node;
  }

  /**
   * The way to watch a tracker.
   *
   * @throws IllegalArgumentException when this host cannot watch the subject; the message says why
   */
  WatchedTracker watched(Tracker tracker, HealthTarget target) {
    TrackerSubject subject = tracker.subject();
    if (subject instanceof TrackerSubject.Interface network) {
      return blocking(tracker, target, new InterfaceProbe(network.interfaceName()));
    }
    if (subject instanceof TrackerSubject.NamedProcess process) {
      return blocking(tracker, target, new NamedProcessProbe(process.words()));
    }
    if (subject instanceof TrackerSubject.PidFile pidFile) {
      return blocking(tracker, target, new PidFileProbe(pidFile.file(), pidFile.words()));
    }
    if (subject instanceof TrackerSubject.ExistingFile file) {
      return file(tracker, target, file);
    }
    if (subject instanceof TrackerSubject.Script script) {
      ScriptCommand command = ScriptCommand.of(script.command(), script.user());
      return blocking(tracker, target, new ScriptProbe(command));
    }
    if (subject instanceof TrackerSubject.Check check) {
      return probed(tracker, target, checks.apply(check.spec()));
    }
    if (subject instanceof TrackerSubject.Server server) {
      return server(tracker, target, server);
    }
    if (subject instanceof TrackerSubject.UsableServers usable) {
      return usable(tracker, target, usable);
    }
    if (subject instanceof TrackerSubject.Listening listening) {
      return immediate(tracker, target, () -> listening(listening.frontend()));
    }
    if (subject instanceof TrackerSubject.Proxy proxy) {
      return immediate(tracker, target, () -> proxy(proxy.frontends()));
    }
    TrackerSubject.EventLoopLag lag = (TrackerSubject.EventLoopLag) subject;
    return immediate(tracker, target, () -> lag(lag.limit()));
  }

  private WatchedTracker file(
      Tracker tracker, HealthTarget target, TrackerSubject.ExistingFile file) {
    if (!(tracker.effect() instanceof TrackerEffect.Content)) {
      return blocking(tracker, target, new FileProbe(file.file()));
    }
    ContentProbe probe = new ContentProbe(file.file());
    return new WatchedTracker(
        tracker,
        target,
        new BlockingCheck(probe, blocking),
        (self, snapshot) -> WatchedTracker.content(self, snapshot, probe.value()));
  }

  private WatchedTracker blocking(Tracker tracker, HealthTarget target, BlockingProbe probe) {
    return probed(tracker, target, new BlockingCheck(probe, blocking));
  }

  private static WatchedTracker immediate(
      Tracker tracker, HealthTarget target, Supplier<CheckResult> result) {
    return probed(
        tracker, target, (self, timeout) -> CompletableFuture.completedFuture(result.get()));
  }

  private static WatchedTracker probed(Tracker tracker, HealthTarget target, HealthCheck check) {
    return new WatchedTracker(tracker, target, check, WatchedTracker::probed);
  }

  private WatchedTracker server(
      Tracker tracker, HealthTarget target, TrackerSubject.Server subject) {
    return known(
        tracker,
        target,
        self -> {
          boolean up = node.serverUp(subject.backend(), subject.server());
          return WatchedTracker.known(self, up, subject.text() + (up ? " is up" : " is down"));
        });
  }

  private WatchedTracker usable(
      Tracker tracker, HealthTarget target, TrackerSubject.UsableServers subject) {
    return known(
        tracker,
        target,
        self -> {
          int usable = node.usableServers(subject.backend());
          String seen = "usable servers of backend " + subject.backend() + ": " + usable;
          boolean enough = usable >= subject.atLeast();
          return WatchedTracker.known(
              self, enough, enough ? seen : seen + ", fewer than " + subject.atLeast());
        });
  }

  private static WatchedTracker known(
      Tracker tracker, HealthTarget target, Function<Tracker, TrackerState> reading) {
    return new WatchedTracker(tracker, target, null, (self, snapshot) -> reading.apply(self));
  }

  private CheckResult listening(String frontend) {
    return node.listening(frontend)
        ? CheckResult.of(CheckCode.L4OK, "frontend " + frontend + " listens", 0)
        : CheckResult.of(CheckCode.L4CON, "frontend " + frontend + " does not listen", 0);
  }

  private CheckResult proxy(List<String> frontends) {
    for (String frontend : frontends) {
      if (!node.listening(frontend)) {
        return listening(frontend);
      }
    }
    return CheckResult.of(CheckCode.L4OK, "this node's proxy listens", 0);
  }

  /** What is not measured is no failure. */
  private CheckResult lag(Duration limit) {
    Optional<Duration> lag = node.eventLoopLag();
    if (lag.isEmpty()) {
      return CheckResult.of(CheckCode.L7OK, "the lag of the event loops is not measured", 0);
    }
    String seen = "an event loop runs " + lag.get().toMillis() + " ms late";
    return lag.get().compareTo(limit) <= 0
        ? CheckResult.of(CheckCode.L7OK, seen, 0)
        : CheckResult.of(CheckCode.L7TOUT, seen + ", more than " + limit.toMillis() + " ms", 0);
  }
}
