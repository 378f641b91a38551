package io.mainstay.health.check;

import io.mainstay.health.CheckCode;
import io.mainstay.health.CheckResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread on which all standard checks talk to their servers, without blocking. Every probe
 * ends by its deadline, whatever the server does, and its socket is closed before its result is
 * told.
 */
public final class CheckLoop implements AutoCloseable {

  /** The most probes in flight; one more answers {@link CheckCode#SOCKERR}. */
  public static final int MAX_IN_FLIGHT = 8192;

  private static final Logger LOG = LoggerFactory.getLogger(CheckLoop.class);
  private static final int READ_BUFFER_BYTES = 16 * 1024;
  private static final Verdict CLOSED = Verdict.of(CheckCode.UNK, "the check loop is closed");

  private final Selector selector;
  private final Thread thread;
  private final Queue<SocketProbe> mailbox = new ConcurrentLinkedQueue<>();
  private final AtomicInteger inFlight = new AtomicInteger();
  private final PriorityQueue<SocketProbe> deadlines =
      new PriorityQueue<>((a, b) -> Long.signum(a.deadlineNanos() - b.deadlineNanos()));
  private final ByteBuffer readBuffer = ByteBuffer.allocateDirect(READ_BUFFER_BYTES);
  private volatile boolean closed;

  private CheckLoop(Selector selector) {
    this.selector = selector;
    this.thread = new Thread(this::run, "mainstay-checks");
    this.thread.setDaemon(true);
  }

  /**
   * Starts the loop.
   *
   * @throws UncheckedIOException when the host gives no selector, usually for want of descriptors
   */
  public static CheckLoop start() {
    try {
      CheckLoop loop = new CheckLoop(Selector.open());
      loop.thread.start();
      return loop;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start the check loop: " + e.getMessage(), e);
    }
  }

  /** How many probes have been started and not answered. */
  public int inFlight() {
    return inFlight.get();
  }

  /** Connects, holds the conversation and closes. Any thread. */
  CompletionStage<CheckResult> converse(
      InetSocketAddress address, Duration timeout, Conversation conversation) {
    SocketProbe probe = new SocketProbe(address, timeout, conversation, System.nanoTime());
    int others = inFlight.getAndIncrement();
    var unused = probe.answer.whenComplete((result, failure) -> onAnswered(probe));
    if (others >= MAX_IN_FLIGHT) {
      probe.end(Verdict.of(CheckCode.SOCKERR, MAX_IN_FLIGHT + " probes are already in flight"));
      return probe.answer;
    }
    hand(probe);
    return probe.answer;
  }

  private void onAnswered(SocketProbe probe) {
    inFlight.decrementAndGet();
    if (probe.answer.isCancelled()) {
      hand(probe);
    }
  }

  private void hand(SocketProbe probe) {
    mailbox.add(probe);
    selector.wakeup();
    if (closed) {
      endWaiting();
    }
  }

  /** Ends all probes and the thread; open probes answer {@link CheckCode#UNK}. Idempotent. */
  @Override
  public void close() {
    closed = true;
    selector.wakeup();
    if (Thread.currentThread() == thread) {
      return;
    }
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    try {
      while (!closed) {
        cycle();
      }
    } catch (IOException e) {
      LOG.error("health: the check loop lost its selector; its checks answer UNK from now on", e);
    } finally {
      closed = true;
      shutDown();
    }
  }

  /** Sockets before deadlines: after a pause, an answer that is here counts. */
  private void cycle() throws IOException {
    selector.select(this::onReady, millisToNextDeadline());
    for (SocketProbe probe = mailbox.poll(); probe != null; probe = mailbox.poll()) {
      receive(probe);
    }
    long nowNanos = System.nanoTime();
    for (SocketProbe probe = deadlines.peek(); probe != null; probe = deadlines.peek()) {
      if (probe.deadlineNanos() - nowNanos > 0) {
        break;
      }
      deadlines.remove();
      if (probe.extendAfterPause(nowNanos)) {
        deadlines.add(probe);
      } else {
        probe.expire();
      }
    }
  }

  /** A probe comes here to start, and once more when its caller has cancelled it. */
  private void receive(SocketProbe probe) {
    if (probe.answer.isDone()) {
      deadlines.remove(probe);
      probe.end(CLOSED);
      return;
    }
    probe.open(selector);
    if (!probe.ended()) {
      deadlines.add(probe);
    }
  }

  private void onReady(SelectionKey key) {
    if (key.attachment() instanceof SocketProbe probe) {
      probe.ready(key, readBuffer);
      if (probe.ended()) {
        deadlines.remove(probe);
      }
    }
  }

  private long millisToNextDeadline() {
    SocketProbe next = deadlines.peek();
    if (next == null) {
      return 0; // for a selector: without limit
    }
    long nanos = next.deadlineNanos() - System.nanoTime();
    return Math.max(1, (nanos + 999_999) / 1_000_000);
  }

  private void shutDown() {
    deadlines.forEach(probe -> probe.end(CLOSED));
    deadlines.clear();
    try {
      selector.close();
    } catch (IOException e) {
      LOG.warn("health: the check loop's selector did not close: {}", e.getMessage());
    }
    endWaiting();
  }

  private void endWaiting() {
    for (SocketProbe probe = mailbox.poll(); probe != null; probe = mailbox.poll()) {
      probe.end(CLOSED);
    }
  }
}
