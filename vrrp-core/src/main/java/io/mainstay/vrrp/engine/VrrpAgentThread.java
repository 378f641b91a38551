package io.mainstay.vrrp.engine;

import io.mainstay.vrrp.spi.VrrpTransport;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
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

  private final VrrpAgent agent;
  private final VrrpTransport transport;
  private final LongSupplier clock;
  private final Thread thread;
  private volatile boolean running = true;

  private VrrpAgentThread(VrrpAgent agent, VrrpTransport transport, LongSupplier clock) {
    this.agent = agent;
    this.transport = transport;
    this.clock = clock;
    thread = new Thread(this::run, "vrrp-agent");
    thread.setDaemon(true);
  }

  /**
   * Starts the thread.
   *
   * @param transport the one that the agent was made with
   */
  public static VrrpAgentThread start(VrrpAgent agent, VrrpTransport transport) {
    VrrpAgentThread started = new VrrpAgentThread(agent, transport, System::nanoTime);
    started.thread.start();
    return started;
  }

  private void run() {
    while (running) {
      long nowNanos = clock.getAsLong();
      if (agent.doWork(nowNanos) == 0) {
        long wait = agent.nextDeadlineNanos() - nowNanos;
        if (wait > 0) {
          transport.await(Math.min(wait, VrrpAgent.MAX_IDLE_NANOS));
        }
      }
    }
  }

  /** Stops all virtual routers, waits until they resigned, and ends the thread; idempotent. */
  @Override
  public void close() {
    try {
      if (running && thread.isAlive()) {
        agent.stopAll().toCompletableFuture().get(STOP_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
      }
    } catch (ExecutionException | TimeoutException e) {
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
