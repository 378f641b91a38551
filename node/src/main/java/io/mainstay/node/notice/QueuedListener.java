package io.mainstay.node.notice;

import java.time.Duration;

/**
 * Tells events one at a time and in their order, on a thread of its own: that one may wait, and
 * behind it the oldest events are dropped.
 */
abstract class QueuedListener implements EventListener {
  private static final long END_MILLIS = 1_000;

  private final EventFilter events;
  private final Thread thread;
  final DropOldestQueue<NodeEvent> queue;

  /**
   * @param name of the thread
   * @param events those it wants
   * @param mostWaiting behind the one that is being told
   */
  QueuedListener(String name, EventFilter events, int mostWaiting) {
    this.events = events;
    queue = new DropOldestQueue<>(mostWaiting);
    thread = new Thread(this::work, name);
    thread.setDaemon(true);
  }

  /** Once, when it is complete. */
  final void begin() {
    thread.start();
  }

  /** Tells one event; interrupted when its time is over. */
  abstract void tell(NodeEvent event) throws InterruptedException;

  /** Frees what the thread used, behind the last event. */
  void end() {}

  private void work() {
    try {
      NodeEvent event = queue.take();
      while (event != null) {
        tell(event);
        event = queue.take();
      }
    } catch (InterruptedException e) {
      // It had its time.
    } finally {
      end();
    }
  }

  @Override
  public final void onEvent(NodeEvent event) {
    if (events.accepts(event)) {
      queue.add(event);
    }
  }

  @Override
  public final void stop() {
    queue.end();
  }

  @Override
  public final void close(Duration limit) throws InterruptedException {
    thread.join(Math.max(1, limit.toMillis()));
    queue.clear();
    thread.interrupt();
    thread.join(END_MILLIS);
  }
}
