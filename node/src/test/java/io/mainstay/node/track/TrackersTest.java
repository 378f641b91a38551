package io.mainstay.node.track;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mainstay.health.CheckPolicy;
import io.mainstay.health.CheckSpec;
import io.mainstay.health.CheckThreads;
import io.mainstay.health.HealthCheck;
import io.mainstay.health.HealthMonitor;
import io.mainstay.health.HealthSnapshot;
import io.mainstay.health.HealthTarget;
import io.mainstay.health.HealthTransition;
import io.mainstay.health.check.CheckLoop;
import io.mainstay.health.check.TcpCheck;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Trackers on a real monitor. */
class TrackersTest {
  private static final CheckPolicy FAST =
      CheckPolicy.DEFAULT
          .withInter(Duration.ofMillis(10))
          .withTimeout(Duration.ofSeconds(5))
          .withRise(1)
          .withFall(1);

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  @TempDir private Path folder = Path.of("");
  private final Node node = new Node();
  private final ExecutorService blocking = CheckThreads.bounded(4);
  private final CheckLoop loop = CheckLoop.start();
  private final HealthMonitor monitor = HealthMonitor.start(new Deaf());

  private static final class Deaf implements io.mainstay.health.HealthListener {
    @Override
    public void onTransition(HealthTransition transition) {}
  }

  /** A node whose state a test sets. */
  private static final class Node implements NodeConditions {
    volatile int usable = 2;
    volatile boolean up = true;
    volatile boolean listening = true;
    volatile Optional<Duration> lag = Optional.empty();

    @Override
    public int usableServers(String backend) {
      return usable;
    }

    @Override
    public boolean serverUp(String backend, String server) {
      return up;
    }

    @Override
    public boolean listening(String frontend) {
      return listening;
    }

    @Override
    public Optional<Duration> eventLoopLag() {
      return lag;
    }
  }

  @AfterEach
  void stop() {
    monitor.close();
    loop.close();
    blocking.shutdownNow();
  }

  private HealthCheck check(CheckSpec spec) {
    if (!spec.name().equals("tcp")) {
      throw new IllegalArgumentException("there is no check '" + spec.name() + "'");
    }
    return new TcpCheck(loop);
  }

  private static Tracker tracker(TrackerSubject subject, TrackerEffect effect) {
    return new Tracker("t", subject, effect, false, FAST, "node.conf:1");
  }

  private static Tracker fault(TrackerSubject subject) {
    return tracker(subject, new TrackerEffect.Fault());
  }

  private Trackers watch(Tracker tracker) throws Exception {
    TrackerProbes probes = new TrackerProbes(this::check, blocking, node);
    Trackers trackers = Trackers.prepare(Map.of("vip", List.of(tracker)), probes);
    trackers.watch(monitor, name -> {});
    return trackers;
  }

  private TrackerState state(Trackers trackers) {
    return trackers.states("vip", monitor).get(0);
  }

  private TrackerState await(Trackers trackers, Predicate<TrackerState> condition) {
    long deadlineNanos = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.test(state(trackers))) {
      assertThat(deadlineNanos - System.nanoTime()).as("still %s", state(trackers)).isPositive();
      LockSupport.parkNanos(1_000_000);
    }
    return state(trackers);
  }

  private static Predicate<TrackerState> says(String detail) {
    return state -> state.detail().equals(detail);
  }

  @Test
  void shouldFollowAFile() throws Exception {
    Path file = folder.resolve("gate");
    Trackers trackers = watch(fault(new TrackerSubject.ExistingFile(file)));

    assertThat(await(trackers, says(file + " is missing")).faults()).isTrue();
    Files.createFile(file);
    assertThat(await(trackers, says(file + " exists")).faults()).isFalse();
    Files.delete(file);
    assertThat(await(trackers, says(file + " is missing")).faults()).isTrue();
  }

  @Test
  void shouldTakeTheOppositeWhenReversed() throws Exception {
    Path file = folder.resolve("standby");
    Trackers trackers =
        watch(
            new Tracker(
                "t",
                new TrackerSubject.ExistingFile(file),
                new TrackerEffect.Fault(),
                true,
                FAST,
                ""));

    assertThat(await(trackers, says(file + " is missing (reverse)")).ok()).isTrue();
    Files.createFile(file);
    assertThat(await(trackers, says(file + " exists (reverse)")).faults()).isTrue();
  }

  @Test
  void shouldTakeTheNumberInAFileAsTheWeight() throws Exception {
    Path file = Files.writeString(folder.resolve("weight"), "10");
    Trackers trackers =
        watch(tracker(new TrackerSubject.ExistingFile(file), new TrackerEffect.Content()));

    assertThat(await(trackers, says(file + " says 10")).added()).isEqualTo(10);
    replace(file, "-20");
    assertThat(await(trackers, says(file + " says -20")).added()).isEqualTo(-20);
    replace(file, "-254");
    assertThat(await(trackers, says(file + " says -254")).faults()).isTrue();
    replace(file, "9999");
    assertThat(await(trackers, says(file + " says 9999")).added()).isEqualTo(253);
    replace(file, "lots");
    TrackerState unreadable = await(trackers, says(file + " holds no whole number but 'lots'"));
    assertThat(unreadable.ok()).isFalse();
    assertThat(unreadable.added()).isZero();
    Files.delete(file);
    assertThat(await(trackers, says(file + " is missing")).added()).isZero();
  }

  private void replace(Path file, String content) throws Exception {
    Path next = Files.writeString(folder.resolve("next"), content);
    Files.move(next, file, java.nio.file.StandardCopyOption.ATOMIC_MOVE);
  }

  @Test
  void shouldFollowAnInterface() throws Exception {
    Trackers lo = watch(fault(new TrackerSubject.Interface("lo")));
    assertThat(await(lo, says("interface lo is up")).ok()).isTrue();

    Trackers missing = watch(fault(new TrackerSubject.Interface("nosuch0")));
    assertThat(await(missing, says("interface nosuch0 does not exist")).faults()).isTrue();
  }

  @Test
  void shouldFollowAScript() throws Exception {
    Path file = folder.resolve("well");
    Trackers trackers =
        watch(
            tracker(
                new TrackerSubject.Script(List.of("/usr/bin/test", "-e", file.toString()), null),
                new TrackerEffect.Weight(-30)));

    assertThat(await(trackers, says("exit code 1")).added()).isEqualTo(-30);
    Files.createFile(file);
    assertThat(await(trackers, says("exit code 0")).added()).isZero();
  }

  @Test
  void shouldFollowAnyCheckOfTheNode() throws Exception {
    Trackers trackers;
    try (ServerSocket server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
      TrackerSubject listener =
          new TrackerSubject.Check(
              CheckSpec.parse("tcp"), (InetSocketAddress) server.getLocalSocketAddress());
      trackers = watch(tracker(listener, new TrackerEffect.Weight(5)));
      assertThat(await(trackers, says("L4OK")).added()).isEqualTo(5);
    }

    assertThat(await(trackers, state -> !state.ok()).lost()).isEqualTo(5);
  }

  @Test
  void shouldKnowServersAndBackendsAtOnce() throws Exception {
    Trackers server = watch(fault(new TrackerSubject.Server("app", "web1")));
    assertThat(state(server).detail()).isEqualTo("server app/web1 is up");
    node.up = false;
    assertThat(state(server).faults()).isTrue();

    Trackers backend = watch(fault(new TrackerSubject.UsableServers("app", 2)));
    assertThat(state(backend).detail()).isEqualTo("usable servers of backend app: 2");
    node.usable = 1;
    assertThat(state(backend))
        .isEqualTo(
            new TrackerState(
                "t",
                new TrackerEffect.Fault(),
                false,
                "usable servers of backend app: 1, fewer than 2"));
  }

  @Test
  void shouldFollowListenersAndTheLagOfEventLoops() throws Exception {
    Trackers listening = watch(fault(new TrackerSubject.Listening("web")));
    await(listening, says("frontend web listens"));
    node.listening = false;
    assertThat(await(listening, says("frontend web does not listen")).faults()).isTrue();

    Trackers lag = watch(fault(new TrackerSubject.EventLoopLag(Duration.ofMillis(50))));
    await(lag, says("the lag of the event loops is not measured"));
    node.lag = Optional.of(Duration.ofMillis(50));
    assertThat(await(lag, says("an event loop runs 50 ms late")).ok()).isTrue();
    node.lag = Optional.of(Duration.ofMillis(51));
    assertThat(await(lag, says("an event loop runs 51 ms late, more than 50 ms")).faults())
        .isTrue();
  }

  @Test
  void shouldCountWhatWasNotProbedAsOk() throws Exception {
    TrackerProbes probes = new TrackerProbes(this::check, blocking, node);
    List<Tracker> three =
        List.of(
            fault(new TrackerSubject.ExistingFile(folder.resolve("x"))),
            tracker(
                new TrackerSubject.ExistingFile(folder.resolve("y")), new TrackerEffect.Content()));
    Trackers trackers = Trackers.prepare(Map.of("vip", three), probes);

    assertThat(trackers.states("vip", monitor))
        .allMatch(state -> state.ok() && state.detail().equals("not probed yet"));
    assertThat(trackers.states("other", monitor)).isEmpty();
  }

  @Test
  void shouldTellTrackersFromServersAndWeightsOfFilesFromTurns() throws Exception {
    List<HealthSnapshot> seen = new ArrayList<>();
    Trackers trackers =
        watch(
            tracker(
                new TrackerSubject.ExistingFile(Files.writeString(folder.resolve("w"), "1")),
                new TrackerEffect.Content()));
    await(trackers, state -> state.added() == 1);
    seen.addAll(monitor.snapshot());

    assertThat(seen).singleElement().matches(trackers::mayChangeWeight);
    assertThat(Trackers.isTracker(seen.get(0).target())).isTrue();
    assertThat(Trackers.isTracker(new HealthTarget("app/web1", new InetSocketAddress(0))))
        .isFalse();
    assertThat(Trackers.NONE.mayChangeWeight(seen.get(0))).isFalse();
  }

  @Test
  void shouldNameTheTrackerThatCannotBeWatched() {
    Tracker odd = fault(new TrackerSubject.Check(CheckSpec.parse("odd"), new InetSocketAddress(0)));

    assertThatThrownBy(() -> watch(odd))
        .isInstanceOf(Trackers.UnwatchableException.class)
        .hasMessage("there is no check 'odd'")
        .matches(e -> ((Trackers.UnwatchableException) e).tracker().equals(odd));
  }
}
