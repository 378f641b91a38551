package io.mainstay.health.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.mainstay.health.CheckCode;
import io.mainstay.health.CheckEnvironment;
import io.mainstay.health.CheckPolicy;
import io.mainstay.health.CheckResult;
import io.mainstay.health.CheckThreads;
import io.mainstay.health.HealthCheck;
import io.mainstay.health.HealthListener;
import io.mainstay.health.HealthMonitor;
import io.mainstay.health.HealthSnapshot;
import io.mainstay.health.HealthTarget;
import io.mainstay.health.HealthTransition;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The rules that every health check keeps. Extend it, give it a world, and each rule is a test:
 *
 * <pre>{@code
 * class AcmeCheckTckTest extends HealthCheckTck {
 *   protected CheckWorld world() {
 *     return new AcmeWorld();
 *   }
 * }
 * }</pre>
 *
 * <p>A rule's number stands in the test's name. No rule measures speed; a wait ends after {@link
 * #patience} in any case.
 */
@Timeout(120)
public abstract class HealthCheckTck {
  private static final int POOL_THREADS = 16;
  private static final int MANY = 40;
  private static final int SILENT = 4;
  private static final int ROUNDS = 60;

  /** Threads and descriptors that a JVM may have more without anyone having lost one. */
  private static final int SLACK = 8;

  private static final Duration AMPLE = Duration.ofSeconds(30);
  private static final Duration SHORT = Duration.ofMillis(300);
  private static final Duration SOON = Duration.ofSeconds(2);

  private ExecutorService pool = CheckThreads.bounded(POOL_THREADS);
  private CheckWorld world;
  private HealthCheck check;
  private final Map<InetSocketAddress, HealthCheck> checks = new HashMap<>();
  private HealthTarget healthy;
  private HealthTarget sick;

  /** Makes the world of one rule. */
  protected abstract CheckWorld world() throws Exception;

  /** How long the kit waits for what should happen soon. */
  protected Duration patience() {
    return Duration.ofSeconds(40);
  }

  @BeforeEach
  void begin() throws Exception {
    world = world();
    check = world.check(new CheckEnvironment(pool));
    healthy = told(world.healthy());
    sick = told(world.sick());
  }

  @AfterEach
  void end() throws Exception {
    pool.shutdownNow();
    if (world != null) {
      world.end();
    }
  }

  /** Remembers by its address which instance a target has, if it has one of its own. */
  private HealthTarget told(HealthTarget target) throws Exception {
    world
        .checkOf(target, new CheckEnvironment(pool))
        .ifPresent(own -> checks.put(target.address(), own));
    return target;
  }

  private HealthCheck checkOf(HealthTarget target) {
    return checks.getOrDefault(target.address(), check);
  }

  /** What else is a check for. */
  @Test
  @DisplayName("CK01 a healthy server passes")
  void shouldPassAHealthyServer() throws Exception {
    CheckResult result = await(probe(healthy, AMPLE));
    assertTrue(result.passed(), () -> "passed: " + result);
  }

  /** A fault of the server is an answer, not an exception, and an operator reads why. */
  @Test
  @DisplayName("CK02 a sick server fails with a code and a reason")
  void shouldFailASickServer() throws Exception {
    CheckResult result = await(probe(sick, AMPLE));
    assertFalse(result.passed(), () -> "failed: " + result);
    assertNotEquals(CheckCode.UNK, result.code(), () -> "the check knows: " + result);
    assertNotEquals(CheckCode.INI, result.code(), () -> "it was probed: " + result);
    assertFalse(result.description().isBlank(), "it says why");
  }

  /** Descriptions go into logs and status pages, one line each; durations into statistics. */
  @Test
  @DisplayName("CK03 results are fit to print")
  void shouldGiveResultsThatAreFitToPrint() throws Exception {
    for (HealthTarget target : List.of(healthy, sick)) {
      long startNanos = System.nanoTime();
      CheckResult result = await(probe(target, AMPLE));
      long tookNanos = System.nanoTime() - startNanos;
      String text = result.description() + result.warning();
      assertEquals(text.replaceAll("\\p{Cntrl}", ""), text, "no control characters");
      assertTrue(result.durationNanos() >= 0, "a duration is not negative");
      assertTrue(result.durationNanos() <= tookNanos, "nor longer than the probe");
    }
  }

  /** One thread starts the probes of all targets: who blocks it stops every check of the node. */
  @Test
  @DisplayName("CK04 a probe of a silent server returns at once")
  void shouldReturnAtOnce() throws Exception {
    CompletableFuture<CheckResult> probe = probe(silent(), AMPLE);
    assertFalse(probe.isDone(), "the call does not wait for the server");
    probe.cancel(true);
  }

  /** A check that leaves it to the monitor tells its operator less: UNK instead of a layer. */
  @Test
  @DisplayName("CK05 a silent server fails by the deadline, or its probe can be given up")
  void shouldEndByTheDeadline() throws Exception {
    CompletableFuture<CheckResult> probe = probe(silent(), SHORT);
    Optional<CheckResult> result = awaitOrCancel(probe);
    result.ifPresent(answer -> assertFalse(answer.passed(), () -> "failed: " + answer));
  }

  /** An instance serves all targets: no answer may end up with another's question. */
  @Test
  @DisplayName("CK06 many probes at a time are each answered for their own target")
  void shouldAnswerManyAtATime() throws Exception {
    List<CompletableFuture<CheckResult>> good = new ArrayList<>();
    List<CompletableFuture<CheckResult>> bad = new ArrayList<>();
    for (int i = 0; i < MANY; i++) {
      good.add(probe(named(healthy, "good" + i), AMPLE));
      bad.add(probe(named(sick, "bad" + i), AMPLE));
    }
    for (int i = 0; i < MANY; i++) {
      assertTrue(await(good.get(i)).passed(), "a healthy one passes");
      assertFalse(await(bad.get(i)).passed(), "a sick one fails");
    }
  }

  /** One dead host must not make the others look dead. */
  @Test
  @DisplayName("CK07 silent servers do not keep others waiting")
  void shouldNotKeepOthersWaiting() throws Exception {
    HealthTarget silent = silent();
    List<CompletableFuture<CheckResult>> waiting = new ArrayList<>();
    for (int i = 0; i < SILENT; i++) {
      waiting.add(probe(named(silent, "silent" + i), patience().multipliedBy(4)));
    }
    assertTrue(await(probe(healthy, AMPLE)).passed(), "the healthy one is answered");
    waiting.forEach(probe -> assertFalse(probe.isDone(), "the others still wait"));
    waiting.forEach(probe -> probe.cancel(true));
  }

  /** Checks run for months. */
  @Test
  @DisplayName("CK08 no thread and no descriptor is left behind")
  void shouldLeaveNothingBehind() throws Exception {
    for (int i = 0; i < POOL_THREADS; i++) {
      await(probe(healthy, AMPLE));
      await(probe(sick, AMPLE));
    }
    OpenThings before = OpenThings.now();
    for (int i = 0; i < ROUNDS; i++) {
      await(probe(healthy, AMPLE));
      await(probe(sick, AMPLE));
    }
    assertTrue(
        before.awaitAtMost(SLACK, patience()),
        () -> "before " + before + ", after " + OpenThings.now());
  }

  /**
   * A server that is removed while its probe waits must not cost a thread for ever. What cannot be
   * interrupted ends by its timeout.
   */
  @Test
  @DisplayName("CK09 a cancelled probe gives back what it had, by its timeout at the latest")
  void shouldGiveBackWhatACancelledProbeHad() throws Exception {
    HealthTarget silent = silent();
    for (int i = 0; i < SILENT; i++) {
      await(probe(named(healthy, "warm" + i), AMPLE));
    }
    OpenThings before = OpenThings.now();
    for (int i = 0; i < SILENT; i++) {
      CompletableFuture<CheckResult> probe = probe(named(silent, "silent" + i), SOON);
      probe.cancel(true);
      probe.cancel(true);
    }
    assertTrue(
        before.awaitAtMost(SLACK, patience()),
        () -> "before " + before + ", after " + OpenThings.now());
    assertTrue(await(probe(healthy, AMPLE)).passed(), "and the check goes on");
  }

  /** A check has no memory: what a server was says nothing of what it is. */
  @Test
  @DisplayName("CK10 one target after the other gets its own answer")
  void shouldHaveNoMemory() throws Exception {
    for (int i = 0; i < MANY; i++) {
      assertTrue(await(probe(named(healthy, "same"), AMPLE)).passed());
      assertFalse(await(probe(named(sick, "same"), AMPLE)).passed());
    }
  }

  /** The whole way, as in a node. */
  @Test
  @DisplayName("CK11 a monitor takes a sick server down and leaves a healthy one up")
  void shouldWorkWithAMonitor() throws Exception {
    BlockingQueue<HealthTransition> turns = new LinkedBlockingQueue<>();
    BlockingQueue<HealthSnapshot> results = new LinkedBlockingQueue<>();
    CheckPolicy policy =
        CheckPolicy.DEFAULT.withInter(Duration.ofMillis(50)).withTimeout(Duration.ofSeconds(30));
    try (HealthMonitor monitor = HealthMonitor.start(new Recorder(turns, results))) {
      monitor.watch(named(healthy, "good"), checkOf(healthy), policy);
      monitor.watch(named(sick, "bad"), checkOf(sick), policy);
      HealthTransition first = turns.poll(patience().toMillis(), TimeUnit.MILLISECONDS);
      assertEquals("bad", first == null ? "nobody" : first.target().name());
      int passed = 0;
      long endNanos = System.nanoTime() + patience().toNanos();
      while (passed < 2) {
        assertTrue(endNanos - System.nanoTime() > 0, "the healthy one passes in time");
        HealthSnapshot result = results.poll(patience().toMillis(), TimeUnit.MILLISECONDS);
        assertTrue(result != null, "probes go on");
        passed += result.target().name().equals("good") && result.up() ? 1 : 0;
      }
    }
    assertTrue(turns.isEmpty(), () -> "nobody else turned: " + turns);
  }

  private record Recorder(BlockingQueue<HealthTransition> turns, BlockingQueue<HealthSnapshot> all)
      implements HealthListener {
    @Override
    public void onTransition(HealthTransition transition) {
      turns.add(transition);
    }

    @Override
    public void onResult(HealthSnapshot snapshot) {
      all.add(snapshot);
    }
  }

  private HealthTarget silent() throws Exception {
    Optional<HealthTarget> silent = world.silent();
    assumeTrue(silent.isPresent(), "nobody can keep this check waiting");
    return told(silent.get());
  }

  private CompletableFuture<CheckResult> probe(HealthTarget target, Duration timeout) {
    return checkOf(target).probe(target, timeout).toCompletableFuture();
  }

  private static HealthTarget named(HealthTarget target, String name) {
    return new HealthTarget(name, target.address());
  }

  private CheckResult await(CompletableFuture<CheckResult> probe) throws Exception {
    return probe.get(patience().toMillis(), TimeUnit.MILLISECONDS);
  }

  /** As a monitor does; empty when the check did not answer and was cancelled. */
  private Optional<CheckResult> awaitOrCancel(CompletableFuture<CheckResult> probe)
      throws Exception {
    try {
      long millis = SHORT.plus(check.cleanUpTime()).plusSeconds(5).toMillis();
      return Optional.of(probe.get(millis, TimeUnit.MILLISECONDS));
    } catch (TimeoutException e) {
      probe.cancel(true);
      return Optional.empty();
    } catch (ExecutionException | CancellationException e) {
      return Optional.empty();
    }
  }
}
