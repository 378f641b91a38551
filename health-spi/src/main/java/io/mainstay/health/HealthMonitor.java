package io.mainstay.health;

import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Probes targets on schedule and judges them. One thread of its own serves all targets, so that
 * checks never starve behind the traffic they judge; a check that throws, hangs or never answers
 * costs its own target an {@link CheckCode#UNK} and nobody else anything.
 *
 * <p>Targets come and go at run time. All methods may be called from any thread.
 */
public final class HealthMonitor implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(HealthMonitor.class);
  private static final long LONGEST_PARK_NANOS = 1_000_000_000L;
  private static final long LONGEST_CYCLE_NANOS = 250_000_000L;

  /** A JVM that loads classes and compiles is slow without anything being wrong. */
  private static final long WARM_UP_NANOS = 5_000_000_000L;

  private static final long CLOSE_MILLIS = 2_000;

  private final HealthAgent agent;
  private final Thread thread;
  private volatile boolean closed;
  private long longCycles;

  private HealthMonitor(HealthListener listener) {
    thread = new Thread(this::run, "mainstay-health");
    thread.setDaemon(true);
    agent = new HealthAgent(new IsolatedListener(listener), () -> LockSupport.unpark(thread));
  }

  /** Starts a monitor without targets. */
  public static HealthMonitor start(HealthListener listener) {
    HealthMonitor monitor = new HealthMonitor(Objects.requireNonNull(listener));
    monitor.thread.start();
    return monitor;
  }

  /**
   * Watches a target from now on. The first probe starts within {@link
   * CheckPolicy#unsettledInterval()}. A target already watched under the same name is replaced and
   * starts anew.
   */
  public void watch(HealthTarget target, HealthCheck check, CheckPolicy policy) {
    agent.watch(
        Objects.requireNonNull(target),
        Objects.requireNonNull(check),
        Objects.requireNonNull(policy));
  }

  /**
   * Stops watching a target; the last that the listener hears of it is {@link
   * HealthListener#onUnwatched}. An unknown name is no error.
   */
  public void unwatch(String name) {
    agent.unwatch(Objects.requireNonNull(name));
  }

  /** All watched targets by name. A target just added appears a moment later. */
  public List<HealthSnapshot> snapshot() {
    return agent.snapshots().values().stream()
        .sorted(Comparator.comparing(snapshot -> snapshot.target().name()))
        .toList();
  }

  /** One target. */
  public Optional<HealthSnapshot> snapshot(String name) {
    return Optional.ofNullable(agent.snapshots().get(name));
  }

  /** The clock that {@link HealthSnapshot#sinceNanos()} is read from. */
  public long nowNanos() {
    return System.nanoTime();
  }

  /**
   * Stops all probes and the thread, and returns when the thread has ended or is kept too long by a
   * check that blocks. Idempotent.
   */
  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(thread);
    if (Thread.currentThread() == thread) {
      return;
    }
    try {
      thread.join(CLOSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    long beganNanos = System.nanoTime();
    while (!closed) {
      long startNanos = System.nanoTime();
      try {
        agent.doWork(startNanos);
      } catch (RuntimeException e) {
        LOG.error("health: the scheduler failed and goes on", e);
      }
      long cycleNanos = System.nanoTime() - startNanos;
      if (isHeldUp(startNanos - beganNanos, cycleNanos)) {
        warnOfHoldUp(cycleNanos);
      }
      long idleNanos = agent.idleNanos(System.nanoTime(), LONGEST_PARK_NANOS);
      if (idleNanos > 0 && !closed) {
        LockSupport.parkNanos(this, idleNanos);
      }
    }
    agent.close();
  }

  /** Whether a cycle took longer than load alone explains. */
  static boolean isHeldUp(long ageNanos, long cycleNanos) {
    return ageNanos >= WARM_UP_NANOS && cycleNanos >= LONGEST_CYCLE_NANOS;
  }

  /** Says that a check blocks the thread, for the 1st, 2nd, 4th… time. */
  private void warnOfHoldUp(long cycleNanos) {
    longCycles++;
    if (Long.bitCount(longCycles) == 1) {
      LOG.warn(
          "health: the scheduler was held up for {} ms, times={}; a check or listener blocks, or"
              + " this process stood still",
          cycleNanos / 1_000_000,
          longCycles);
    }
  }

  /** Keeps an embedding application's exceptions away from the scheduler. */
  private static final class IsolatedListener implements HealthListener {

    private final HealthListener listener;
    private long failures;

    IsolatedListener(HealthListener listener) {
      this.listener = listener;
    }

    @Override
    public void onTransition(HealthTransition transition) {
      LOG.info(
          "health target={} from={} to={} code={} description=\"{}\"",
          transition.target().name(),
          transition.from(),
          transition.to(),
          transition.result().code(),
          transition.result().description());
      try {
        listener.onTransition(transition);
      } catch (RuntimeException e) {
        onFailure(transition.target(), e);
      }
    }

    @Override
    public void onResult(HealthSnapshot snapshot) {
      try {
        listener.onResult(snapshot);
      } catch (RuntimeException e) {
        onFailure(snapshot.target(), e);
      }
    }

    @Override
    public void onUnwatched(HealthTarget target) {
      try {
        listener.onUnwatched(target);
      } catch (RuntimeException e) {
        onFailure(target, e);
      }
    }

    /** Logs the 1st, 2nd, 4th, 8th… failure: a broken listener fails with every probe. */
    private void onFailure(HealthTarget target, RuntimeException e) {
      failures++;
      if (Long.bitCount(failures) == 1) {
        LOG.error("health: a listener failed on target={} failures={}", target.name(), failures, e);
      }
    }
  }
}
