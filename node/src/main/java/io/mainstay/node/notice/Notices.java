package io.mainstay.node.notice;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where the parts of a node tell what happened. Telling takes no lock and never waits, so the
 * election may do it; a thread of its own passes events on, in the order in which they were told.
 * Without a listener there is no thread.
 */
public final class Notices implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Notices.class);

  /** Events that wait to be passed on, which takes microseconds; a flood beyond is dropped. */
  private static final int MAILBOX = 8192;

  private static final Duration PASSING_LIMIT = Duration.ofSeconds(1);

  private final String node;
  private final Clock clock;
  private final Duration grace;
  private final List<EventListener> listeners;
  private final Queue<NodeEvent> mailbox = new ConcurrentLinkedQueue<>();
  private final AtomicInteger size = new AtomicInteger();
  private final AtomicLong dropped = new AtomicLong();
  private final @Nullable Thread thread;
  private volatile boolean running = true;

  Notices(String node, Clock clock, Duration grace, List<EventListener> listeners) {
    this.node = node;
    this.clock = clock;
    this.grace = grace;
    this.listeners = List.copyOf(listeners);
    thread = listeners.isEmpty() ? null : new Thread(this::passOn, "notices");
    if (thread != null) {
      thread.setDaemon(true);
      thread.start();
    }
  }

  /** Starts whatever the configuration names. */
  public static Notices start(String node, NoticeConfig config) {
    List<EventListener> listeners = new ArrayList<>();
    if (!config.routers().isEmpty() || !config.syncGroups().isEmpty()) {
      listeners.add(new NotifyCommands(config.routers(), config.syncGroups()));
    }
    config.webhooks().forEach(webhook -> listeners.add(WebhookSender.start(webhook)));
    config.streams().forEach(stream -> listeners.add(EventStreamWriter.start(stream)));
    return new Notices(node, Clock.systemUTC(), config.grace(), listeners);
  }

  /** Nobody is told. */
  public static Notices none() {
    return new Notices("", Clock.systemUTC(), Duration.ZERO, List.of());
  }

  /** Tells of a change that has no priority. */
  public void tell(EventKind kind, String subject, String from, String to, String reason) {
    tell(kind, subject, from, to, reason, OptionalInt.empty());
  }

  /** Tells of a change; from any thread, without ever waiting. */
  public void tell(
      EventKind kind, String subject, String from, String to, String reason, OptionalInt priority) {
    if (thread == null) {
      return;
    }
    if (!running || size.incrementAndGet() > MAILBOX) {
      if (running) {
        size.decrementAndGet();
      }
      dropped.incrementAndGet();
      return;
    }
    mailbox.add(new NodeEvent(clock.instant(), node, kind, subject, from, to, reason, priority));
    LockSupport.unpark(thread);
  }

  private void passOn() {
    while (true) {
      boolean last = !running;
      NodeEvent event = mailbox.poll();
      while (event != null) {
        size.decrementAndGet();
        passOn(event);
        event = mailbox.poll();
      }
      if (last) {
        return;
      }
      LockSupport.park(this);
    }
  }

  private void passOn(NodeEvent event) {
    for (EventListener listener : listeners) {
      try {
        listener.onEvent(event);
      } catch (RuntimeException e) {
        LOG.error("notices: an event was lost: {}", event, e);
      }
    }
  }

  /** How many events nobody was told of, because too many came at once. */
  public long dropped() {
    return dropped.get();
  }

  /** How each listener does. */
  public List<NoticeCounts> counts() {
    return listeners.stream().flatMap(listener -> listener.counts().stream()).toList();
  }

  /** Whether anybody is told. */
  public boolean hasListeners() {
    return !listeners.isEmpty();
  }

  /** Lets what was told reach its receivers, within the grace of the configuration; idempotent. */
  @Override
  public synchronized void close() {
    if (!running || thread == null) {
      return;
    }
    running = false;
    LockSupport.unpark(thread);
    try {
      thread.join(PASSING_LIMIT.toMillis());
      listeners.forEach(EventListener::stop);
      long deadlineNanos = System.nanoTime() + grace.toNanos();
      for (EventListener listener : listeners) {
        long leftNanos = Math.max(0, deadlineNanos - System.nanoTime());
        listener.close(Duration.ofNanos(leftNanos));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
