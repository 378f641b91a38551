package io.mainstay.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class HealthMonitorTest {

  private static final CheckPolicy QUICK =
      CheckPolicy.DEFAULT.withInter(Duration.ofMillis(10)).withTimeout(Duration.ofMillis(20));
  private static final HealthCheck HEALTHY =
      (target, timeout) -> CompletableFuture.completedFuture(result(CheckCode.L4OK));

  @Test
  void shouldFollowAServerDownAndUpAgain() {
    List<Boolean> seen = new CopyOnWriteArrayList<>();
    AtomicInteger sick = new AtomicInteger();
    HealthCheck check =
        (target, timeout) ->
            CompletableFuture.completedFuture(
                result(sick.get() == 0 ? CheckCode.L4OK : CheckCode.L4CON));
    try (HealthMonitor monitor = HealthMonitor.start(transition -> seen.add(transition.up()))) {
      monitor.watch(target("a"), check, QUICK);
      Eventually.until("probed", () -> passed(monitor, "a") > 2);
      assertThat(seen).isEmpty();
      sick.set(1);
      Eventually.until("down", () -> seen.equals(List.of(false)));
      sick.set(0);
      Eventually.until("up", () -> seen.equals(List.of(false, true)));
      assertThat(monitor.snapshot("a").orElseThrow().downtimeNanos(monitor.nowNanos()))
          .isPositive();
    }
  }

  @Test
  void shouldGoOnWhenAListenerThrows() {
    HealthListener throwing =
        new HealthListener() {
          @Override
          public void onTransition(HealthTransition transition) {
            throw new IllegalStateException("listener bug");
          }

          @Override
          public void onResult(HealthSnapshot snapshot) {
            throw new IllegalStateException("listener bug");
          }
        };
    try (HealthMonitor monitor = HealthMonitor.start(throwing)) {
      monitor.watch(target("a"), HEALTHY, QUICK.withInitialState(InitialState.DOWN));
      Eventually.until("probed on", () -> passed(monitor, "a") > 3);
    }
  }

  @Test
  void shouldKeepProbingOthersWhileABlockingProbeHangs() throws Exception {
    ExecutorService threads = CheckThreads.bounded(2);
    CountDownLatch interrupted = new CountDownLatch(1);
    BlockingProbe hanging =
        (target, timeout) -> {
          try {
            new CountDownLatch(1).await();
          } finally {
            interrupted.countDown();
          }
          return result(CheckCode.L7OK);
        };
    BlockingProbe quick = (target, timeout) -> result(CheckCode.L7OK);
    try (HealthMonitor monitor = HealthMonitor.start(transition -> {})) {
      monitor.watch(target("hanging"), new BlockingCheck(hanging, threads), QUICK);
      monitor.watch(target("quick"), new BlockingCheck(quick, threads), QUICK);
      assertThat(interrupted.await(10, TimeUnit.SECONDS))
          .as("interrupted at the deadline")
          .isTrue();
      Eventually.until("down", () -> !monitor.snapshot("hanging").orElseThrow().up());
      assertThat(monitor.snapshot("hanging").orElseThrow().lastResult().code())
          .isEqualTo(CheckCode.UNK);
      Eventually.until("the other goes on", () -> passed(monitor, "quick") > 3);
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void shouldHoldOneThreadForAProbeThatIgnoresItsInterrupt() throws Exception {
    ExecutorService threads = CheckThreads.bounded(4);
    CountDownLatch release = new CountDownLatch(1);
    AtomicInteger running = new AtomicInteger();
    BlockingProbe stubborn =
        (target, timeout) -> {
          running.incrementAndGet();
          while (release.getCount() > 0) {
            Thread.onSpinWait();
          }
          return result(CheckCode.L7OK);
        };
    BlockingCheck check = new BlockingCheck(stubborn, threads);
    CompletableFuture<CheckResult> first =
        check.probe(target("a"), Duration.ofMillis(1)).toCompletableFuture();
    Eventually.until("running", () -> running.get() == 1);
    first.cancel(true);
    CheckResult second = check.probe(target("a"), Duration.ofMillis(1)).toCompletableFuture().get();
    assertThat(second.code()).isEqualTo(CheckCode.UNK);
    assertThat(second.description()).isEqualTo("an earlier probe of this target still runs");
    assertThat(running).hasValue(1);
    release.countDown();
    Eventually.until(
        "probes again",
        () ->
            check.probe(target("a"), Duration.ofSeconds(1)).toCompletableFuture().join().passed());
    threads.shutdownNow();
  }

  @Test
  void shouldSurviveAStrangersCheckThatBlocksAgainstItsContract() {
    ExecutorService threads = CheckThreads.bounded(2);
    HealthCheck rude =
        (target, timeout) -> {
          try {
            new CountDownLatch(1).await();
          } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted", e);
          }
          return CompletableFuture.completedFuture(result(CheckCode.L7OK));
        };
    try (HealthMonitor monitor = HealthMonitor.start(transition -> {})) {
      monitor.watch(target("rude"), BlockingCheck.isolating(rude, threads), QUICK);
      monitor.watch(target("polite"), BlockingCheck.isolating(HEALTHY, threads), QUICK);
      Eventually.until("down", () -> !monitor.snapshot("rude").map(each -> each.up()).orElse(true));
      Eventually.until("the other goes on", () -> passed(monitor, "polite") > 3);
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void shouldSayUnknownWhenNoThreadIsFree() {
    BlockingCheck check =
        new BlockingCheck(
            (target, timeout) -> result(CheckCode.L7OK),
            task -> {
              throw new RejectedExecutionException("full");
            });
    for (int i = 0; i < 2; i++) {
      CheckResult refused =
          check.probe(target("a"), Duration.ofSeconds(1)).toCompletableFuture().join();
      assertThat(refused.code()).isEqualTo(CheckCode.UNK);
      assertThat(refused.description()).isEqualTo("no thread is free for the check");
    }
  }

  @Test
  void shouldProbeAgainAsSoonAsTheAnswerIsThere() {
    ExecutorService threads = CheckThreads.bounded(1);
    BlockingCheck check = new BlockingCheck((target, timeout) -> result(CheckCode.L7OK), threads);
    for (int i = 0; i < 2000; i++) {
      CheckResult result =
          check.probe(target("a"), Duration.ofSeconds(1)).toCompletableFuture().join();
      assertThat(result.code()).as("probe %d", i).isEqualTo(CheckCode.L7OK);
    }
    threads.shutdownNow();
  }

  @Test
  void shouldListTargetsByNameAndForgetTheRemoved() {
    try (HealthMonitor monitor = HealthMonitor.start(transition -> {})) {
      monitor.watch(target("b"), HEALTHY, QUICK);
      monitor.watch(target("a"), HEALTHY, QUICK);
      Eventually.until("both", () -> monitor.snapshot().size() == 2);
      assertThat(monitor.snapshot()).extracting(each -> each.target().name()).isSorted();
      monitor.unwatch("b");
      monitor.unwatch("never watched");
      Eventually.until("one", () -> monitor.snapshot().size() == 1);
      assertThat(monitor.snapshot("b")).isEmpty();
    }
  }

  @Test
  void shouldEndItsThreadWhenClosed() {
    HealthMonitor monitor = HealthMonitor.start(transition -> {});
    monitor.watch(target("a"), HEALTHY, QUICK);
    monitor.close();
    monitor.close();
    Eventually.until(
        "the thread is gone",
        () ->
            Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().equals("mainstay-health")));
  }

  private static long passed(HealthMonitor monitor, String name) {
    return monitor.snapshot(name).map(each -> each.counts().passed()).orElse(0L);
  }

  private static HealthTarget target(String name) {
    return new HealthTarget(name, InetSocketAddress.createUnresolved("unused", 1));
  }

  private static CheckResult result(CheckCode code) {
    return CheckResult.of(code, "", 0);
  }

  @ParameterizedTest
  @CsvSource({"60000,250,true", "60000,249,false", "4999,900,false", "5000,900,true"})
  void shouldWarnOfAHoldUpOnlyWhenItIsLongAndTheProcessIsWarm(
      long ageMillis, long cycleMillis, boolean expected) {
    assertThat(HealthMonitor.isHeldUp(ageMillis * 1_000_000, cycleMillis * 1_000_000))
        .isEqualTo(expected);
  }
}
