package io.mainstay.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class HealthAgentTest {

  private static final long MS = 1_000_000;
  private static final CheckPolicy POLICY =
      CheckPolicy.DEFAULT.withInter(Duration.ofMillis(1000)).withTimeout(Duration.ofMillis(400));

  private final Recorder recorder = new Recorder();
  private final HealthAgent agent = new HealthAgent(recorder, () -> {});
  private final ScriptedCheck check = new ScriptedCheck();
  private long now;

  @Test
  void shouldProbeOncePerIntervalWhileSteadilyUp() {
    watch("a", POLICY);
    check.answer = passed();
    advanceTo(10_000 * MS);
    assertThat(check.starts).hasSize(10);
    for (int i = 1; i < check.starts.size(); i++) {
      assertThat(check.starts.get(i) - check.starts.get(i - 1)).isEqualTo(1000 * MS);
    }
    assertThat(recorder.transitions).isEmpty();
    assertThat(snapshot("a").counts().passed()).isEqualTo(10);
  }

  @Test
  @DisplayName("HC01 a failure is counted, and its reason told")
  void shouldLetTheFirstFailureDecideAndTellTheTransition() {
    watch("a", POLICY);
    check.answer = failed();
    advanceTo(1000 * MS);
    assertThat(recorder.transitions).hasSize(1);
    HealthTransition transition = recorder.transitions.get(0);
    assertThat(transition.target().name()).isEqualTo("a");
    assertThat(transition.from()).hasToString("UP 1/3");
    assertThat(transition.to()).hasToString("DOWN");
    assertThat(transition.result().code()).isEqualTo(CheckCode.L4CON);
    assertThat(transition.counts().failedInRow()).isEqualTo(1);
    assertThat(transition.counts().downs()).isEqualTo(1);
  }

  @Test
  void shouldUseFastInterInTransitionAndDownInterWhenDown() {
    watch(
        "a",
        POLICY
            .withFastInter(Duration.ofMillis(100))
            .withDownInter(Duration.ofMillis(5000))
            .withInitialState(InitialState.FULLY_UP));
    check.answer = passed();
    advanceTo(200 * MS);
    int settled = check.starts.size();
    check.answer = failed();
    advanceTo(20_000 * MS);
    List<Long> gaps = new ArrayList<>();
    for (int i = settled; i < check.starts.size(); i++) {
      gaps.add((check.starts.get(i) - check.starts.get(i - 1)) / MS);
    }
    assertThat(gaps).startsWith(1000L, 100L, 100L, 5000L, 5000L);
    assertThat(snapshot("a").up()).isFalse();
  }

  @Test
  @DisplayName("HC07 a probe that overruns its interval is never joined by a second")
  void shouldNeverHaveTwoProbesInFlightWhenAProbeOverrunsItsInterval() {
    watch("a", POLICY.withTimeout(Duration.ofMillis(3500)));
    check.answer = null;
    advanceTo(1000 * MS);
    assertThat(check.starts).hasSize(1);
    advanceTo(3000 * MS);
    assertThat(check.starts).hasSize(1);
    check.pending.get(0).complete(passed());
    advanceTo(6000 * MS);
    assertThat(check.mostInFlight).isEqualTo(1);
    assertThat(check.starts.size()).isGreaterThan(1);
    assertThat((check.starts.get(1) - check.starts.get(0)) % (1000 * MS)).isZero();
  }

  @Test
  @DisplayName("HC09 a check that hangs is UNK after its deadline")
  void shouldAnswerUnknownAfterTheDeadlineWhenACheckHangs() {
    watch("a", POLICY);
    check.answer = null;
    advanceTo(1000 * MS + 700 * MS);
    CheckResult result = snapshot("a").lastResult();
    assertThat(result.code()).isEqualTo(CheckCode.UNK);
    assertThat(result.description()).isEqualTo("the check has not answered for 650 ms");
    assertThat(check.pending.get(0)).isCancelled();
    assertThat(snapshot("a").up()).isFalse();
    check.answer = passed();
    advanceTo(4000 * MS);
    assertThat(snapshot("a").up()).isTrue();
  }

  @Test
  void shouldGoOnSayingUnknownWithoutASecondProbeWhenACheckCannotBeCancelled() {
    List<CompletableFuture<CheckResult>> stages = new ArrayList<>();
    HealthCheck stubborn =
        (target, timeout) -> {
          CompletableFuture<CheckResult> stage = new CompletableFuture<>();
          stages.add(stage);
          return stage.minimalCompletionStage();
        };
    agent.watch(target("a"), stubborn, POLICY);
    advanceTo(5000 * MS);
    assertThat(stages).hasSize(1);
    assertThat(snapshot("a").counts().failed()).isGreaterThanOrEqualTo(4);
    stages.get(0).complete(passed());
    advanceTo(7000 * MS);
    assertThat(stages).hasSizeGreaterThan(1);
    assertThat(snapshot("a").counts().passed()).as("the late answer is not heard").isZero();
  }

  @Test
  @DisplayName("HC09 a check that throws harms nobody else")
  void shouldIsolateACheckThatThrows() {
    agent.watch(
        target("bad"),
        (target, timeout) -> {
          throw new IllegalStateException("no driver");
        },
        POLICY);
    watch("good", POLICY);
    check.answer = passed();
    advanceTo(3000 * MS);
    assertThat(snapshot("bad").lastResult().code()).isEqualTo(CheckCode.UNK);
    assertThat(snapshot("bad").lastResult().description())
        .isEqualTo("the check failed: java.lang.IllegalStateException: no driver");
    assertThat(snapshot("bad").counts().failed()).isEqualTo(3);
    assertThat(snapshot("good").counts().passed()).isEqualTo(3);
  }

  @Test
  void shouldIsolateACheckThatFailsItsStageOrGivesNothing() {
    agent.watch(
        target("failing"),
        (target, timeout) -> CompletableFuture.failedFuture(new LinkageError("x")),
        POLICY);
    agent.watch(target("empty"), (target, timeout) -> nothing(), POLICY);
    advanceTo(1000 * MS);
    assertThat(snapshot("failing").lastResult().description())
        .isEqualTo("the check failed: java.lang.LinkageError: x");
    assertThat(snapshot("empty").lastResult().description()).isEqualTo("the check gave no result");
  }

  @Test
  void shouldCountOneAnswerPerProbe() {
    class TwiceStage extends CompletableFuture<CheckResult> {}
    TwiceStage stage = new TwiceStage();
    agent.watch(target("a"), (target, timeout) -> stage, POLICY);
    advanceTo(1000 * MS);
    stage.complete(passed());
    stage.obtrudeValue(failed());
    advanceTo(1001 * MS);
    assertThat(snapshot("a").counts().passed()).isEqualTo(1);
    assertThat(snapshot("a").counts().failed()).isZero();
  }

  @Test
  void shouldForgetARemovedTargetAndCancelItsProbe() {
    watch("a", POLICY);
    check.answer = null;
    advanceTo(1000 * MS);
    agent.unwatch("a");
    advanceTo(1001 * MS);
    assertThat(check.pending.get(0)).isCancelled();
    advanceTo(5000 * MS);
    assertThat(check.starts).hasSize(1);
    assertThat(recorder.results).isEmpty();
    assertThat(recorder.unwatched).containsExactly("a");
    assertThat(agent.snapshots()).isEmpty();
  }

  @Test
  void shouldStartAnewWhenATargetIsReplaced() {
    watch("a", POLICY);
    check.answer = failed();
    advanceTo(1000 * MS);
    assertThat(snapshot("a").up()).isFalse();
    watch("a", POLICY);
    advanceTo(1000 * MS);
    assertThat(recorder.unwatched).containsExactly("a");
    assertThat(snapshot("a").probed()).isFalse();
    assertThat(snapshot("a").up()).isTrue();
  }

  @Test
  void shouldGiveAProbeItsTimeOnceMoreWhenTheProcessStoodStill() {
    watch("a", POLICY);
    check.answer = null;
    advanceTo(1000 * MS);
    now += 30_000 * MS;
    agent.doWork(now);
    assertThat(recorder.results).isEmpty();
    check.pending.get(0).complete(passed());
    agent.doWork(now);
    assertThat(snapshot("a").counts().failed()).isZero();
    assertThat(snapshot("a").counts().passed()).isEqualTo(1);
  }

  @Test
  void shouldKeepTargetsSpreadAfterTheProcessStoodStill() {
    check.answer = passed();
    for (int i = 0; i < 1000; i++) {
      watch("app/web" + i, POLICY);
    }
    advanceTo(2000 * MS);
    check.starts.clear();
    now += 10_000 * MS;
    agent.doWork(now);
    assertThat(check.starts).as("no herd at the end of the pause").isEmpty();
    advanceTo(now + 1000 * MS);
    assertThat(check.starts).hasSize(1000);
    assertThat(check.starts.stream().mapToLong(start -> start / (100 * MS)).distinct())
        .hasSizeGreaterThanOrEqualTo(10);
  }

  @Test
  void shouldStillProbeWhenEveryCycleIsLaterThanTheInterval() {
    watch("a", POLICY);
    check.answer = passed();
    agent.doWork(now);
    for (int i = 0; i < 10; i++) {
      now += 7000 * MS;
      agent.doWork(now);
      agent.doWork(now);
    }
    assertThat(check.starts.size()).isGreaterThanOrEqualTo(4);
  }

  @Test
  void shouldSumUpDowntime() {
    watch("a", POLICY.withRise(1).withFall(1));
    check.answer = failed();
    advanceTo(1000 * MS);
    long downAt = snapshot("a").sinceNanos();
    check.answer = passed();
    advanceTo(10_000 * MS);
    HealthSnapshot up = snapshot("a");
    assertThat(up.downtimeNanos(now)).isEqualTo(up.sinceNanos() - downAt).isEqualTo(1000 * MS);
    check.answer = failed();
    advanceTo(15_000 * MS);
    HealthSnapshot down = snapshot("a");
    assertThat(down.downtimeNanos(now)).isEqualTo(1000 * MS + now - down.sinceNanos());
  }

  private void watch(String name, CheckPolicy policy) {
    agent.watch(target(name), check, policy);
  }

  /** Runs the duty cycle at every moment at which something is due, as the real thread does. */
  private void advanceTo(long endNanos) {
    agent.doWork(now);
    while (now - endNanos < 0) {
      now += Math.max(0, agent.idleNanos(now, endNanos - now));
      agent.doWork(now);
      while (agent.idleNanos(now, 1) == 0) {
        agent.doWork(now);
      }
    }
  }

  private HealthSnapshot snapshot(String name) {
    HealthSnapshot snapshot = agent.snapshots().get(name);
    assertThat(snapshot).isNotNull();
    return snapshot;
  }

  private static HealthTarget target(String name) {
    return new HealthTarget(name, InetSocketAddress.createUnresolved("unused", 1));
  }

  private static CheckResult passed() {
    return CheckResult.of(CheckCode.L4OK, "", 0);
  }

  private static CheckResult failed() {
    return CheckResult.of(CheckCode.L4CON, "Connection refused", 0);
  }

  @SuppressWarnings("NullAway") // what a careless plug-in does
  private static CompletionStage<CheckResult> nothing() {
    return CompletableFuture.completedFuture(null);
  }

  /** Answers at once when it has an answer, else leaves the probe pending. */
  private final class ScriptedCheck implements HealthCheck {
    final List<Long> starts = new ArrayList<>();
    final List<CompletableFuture<CheckResult>> pending = new ArrayList<>();
    int mostInFlight;
    @org.jspecify.annotations.Nullable CheckResult answer;

    @Override
    public CompletionStage<CheckResult> probe(HealthTarget target, Duration timeout) {
      starts.add(now);
      CheckResult result = answer;
      if (result != null) {
        return CompletableFuture.completedFuture(result);
      }
      CompletableFuture<CheckResult> stage = new CompletableFuture<>();
      pending.add(stage);
      int inFlight = (int) pending.stream().filter(each -> !each.isDone()).count();
      mostInFlight = Math.max(mostInFlight, inFlight);
      return stage;
    }
  }

  private static final class Recorder implements HealthListener {
    final List<HealthTransition> transitions = new ArrayList<>();
    final List<HealthSnapshot> results = new ArrayList<>();
    final List<String> unwatched = new ArrayList<>();

    @Override
    public void onTransition(HealthTransition transition) {
      transitions.add(transition);
    }

    @Override
    public void onResult(HealthSnapshot snapshot) {
      results.add(snapshot);
    }

    @Override
    public void onUnwatched(HealthTarget target) {
      unwatched.add(target.name());
    }
  }
}
