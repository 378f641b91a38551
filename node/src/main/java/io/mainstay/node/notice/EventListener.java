package io.mainstay.node.notice;

import java.time.Duration;
import java.util.List;

/** Is told of events, one after the other, on the thread of {@link Notices}; it never waits. */
interface EventListener {
  void onEvent(NodeEvent event);

  /** No event follows: what is still on its way may take until the deadline. */
  void stop();

  /** Waits for the end of what {@link #stop} allowed, gives up the rest, and frees everything. */
  void close(Duration limit) throws InterruptedException;

  /** How it does; a snapshot. */
  List<NoticeCounts> counts();
}
