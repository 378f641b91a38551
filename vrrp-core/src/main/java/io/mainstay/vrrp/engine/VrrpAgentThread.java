package io.mainstay.vrrp.engine;

import io.mainstay.vrrp.spi.VrrpTransport;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread that runs an agent. It sleeps in the transport until something arrives or is due.
 * Closing stops every virtual router gracefully first; the ports stay open, their maker closes
 * them.
 */
public final class VrrpAgentThread implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger("io.mainstay.vrrp");
  private static final Duration STOP_TIMEOUT = Duration.ofSeconds(5);

  /** Without this a transport that cannot wait would make the thread spin. */
  private static final long FAILED_WAIT_NANOS = 10_000_000L;

  private final VrrpAgent agent;
  private final VrrpTransport transport;
  private final Runnable first;
  private final LogLimiter failures = new LogLimiter();
  private final Thread thread;
  private volatile boolean running = true;

  private VrrpAgentThread(VrrpAgent agent, VrrpTransport transport, Runnable first) {
    this.agent = agent;
    this.transport = transport;
    this.first = first;
    thread = new Thread(this::run, "vrrp-agent");
    thread.setDaemon(true);
    thread.setUncaughtExceptionHandler(
        (dead, cause) -> LOG.error("the VRRP agent died; its virtual routers are silent", cause));
  }

  /**
   * Starts the thread.
   *
   * @param transport the one that the agent was made with
   */
  public static VrrpAgentThread start(VrrpAgent agent, VrrpTransport transport) {
    return start(agent, transport, () -> {});
  }

  /**
   * Starts the thread, and has it prepare itself: raise its priority, or choose its core.
   *
   * @param transport the one that the agent was made with
   * @param first runs on the thread, once, before the first duty cycle; the agent runs even when
   *     this fails
   */
  public static VrrpAgentThread start(VrrpAgent agent, VrrpTransport transport, Runnable first) {
    VrrpAgentThread started = new VrrpAgentThread(agent, transport, first);
    started.thread.start();
    return started;
  }

  private void run() {
    prepare();
    while (running) {
      long nowNanos = System.nanoTime();
      if (agent.doWork(nowNanos) > 0) {
        agent.worked(System.nanoTime() - nowNanos);
        continue;
      }
      long wait = agent.nextDeadlineNanos() - nowNanos;
      if (wait > 0) {
        await(wait, nowNanos);
      }
    }
  }

  private void prepare() {
    try {
      first.run();
    } catch (RuntimeException | LinkageError e) {
      LOG.warn("the VRRP thread could not be prepared; the agent runs without", e);
    }
  }

  private void await(long waitNanos, long nowNanos) {
    try {
      transport.await(Math.min(waitNanos, VrrpAgent.MAX_IDLE_NANOS));
    } catch (RuntimeException e) {
      if (failures.acquire(nowNanos) != LogLimiter.SUPPRESSED) {
        LOG.error("the VRRP transport could not wait; the agent goes on", e);
      }
      LockSupport.parkNanos(FAILED_WAIT_NANOS);
    }
  }

  /** Stops all virtual routers, waits until they resigned, and ends the thread; idempotent. */
  @Override
  public void close() {
    try {
      if (running && thread.isAlive()) {
        agent.stopAll().toCompletableFuture().get(STOP_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
      }
    } catch (IllegalStateException | ExecutionException | TimeoutException e) {
      LOG.warn("not every virtual router resigned within {} s", STOP_TIMEOUT.toSeconds(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    running = false;
    transport.wakeup();
    try {
      thread.join(STOP_TIMEOUT.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
