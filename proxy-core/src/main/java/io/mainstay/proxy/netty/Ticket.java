package io.mainstay.proxy.netty;

import io.mainstay.proxy.queue.Place;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One wait for a server. Its place in the line is the queue's; everything else belongs to the event
 * loop of whoever waits.
 */
final class Ticket extends Place<SharedServer> implements Deadline.Owner {
  /** Who waits. Called on its own event loop. */
  interface Holder {
    /** The wait is over: a slot of this server is the holder's now. */
    void admitted(SharedServer server);

    /** No server is left. */
    void refused();

    /** It took too long. */
    void waitedTooLong();
  }

  final LoopContext loop;

  /** How many waited before it in a server's own line, if it is in one. */
  int aheadAtServer;

  /** How many waited before it in the backend's line, if it is in that. */
  int aheadAtBackend;

  private final BackendLoop backend;
  private final Deadline deadline = new Deadline(this);
  private final long sinceNanos;
  private @Nullable Holder holder;

  /**
   * A place for {@code holder}.
   *
   * @param avoided servers that it must not have
   */
  Ticket(Holder holder, BackendLoop backend, List<SharedServer> avoided, long nowNanos) {
    super(avoided);
    this.holder = holder;
    this.backend = backend;
    this.loop = backend.loop;
    this.sinceNanos = nowNanos;
    loop.wheel.set(deadline, nowNanos + backend.queueNanos);
  }

  /** The queue's answer; whoever has gone meanwhile leaves the slot to the next. */
  void admit(SharedServer server) {
    Holder waiting = end();
    if (waiting == null) {
      backend.state.release(server);
    } else {
      backend.server(server).waited(System.nanoTime() - sinceNanos);
      waiting.admitted(server);
    }
  }

  /** The queue's other answer. */
  void refuse() {
    Holder waiting = end();
    if (waiting != null) {
      waiting.refused();
    }
  }

  /** It has no place after all. */
  void cancel() {
    holder = null;
    loop.wheel.remove(deadline);
  }

  /** Its holder waits no longer. */
  void abandon() {
    if (end() != null) {
      backend.state.queue.leave(this);
    }
  }

  @Override
  public void expired(long nowNanos) {
    Holder waiting = holder;
    if (waiting != null) {
      abandon();
      waiting.waitedTooLong();
    }
  }

  private @Nullable Holder end() {
    Holder ended = holder;
    if (ended != null) {
      holder = null;
      loop.wheel.remove(deadline);
      backend.queueTime.record(System.nanoTime() - sinceNanos);
    }
    return ended;
  }
}
