package io.mainstay.vrrp.engine;

import io.mainstay.vrrp.spi.VrrpTransport;
import org.jctools.queues.atomic.MpscAtomicArrayQueue;

/** Brings what other threads ask for to the agent's thread, in order. */
final class Mailbox {
  static final int CAPACITY = 8192;

  private final MpscAtomicArrayQueue<Runnable> queue = new MpscAtomicArrayQueue<>(CAPACITY);
  private final VrrpTransport transport;

  Mailbox(VrrpTransport transport) {
    this.transport = transport;
  }

  /** Any thread. */
  void post(Runnable command) {
    if (!queue.offer(command)) {
      throw new IllegalStateException(
          "the VRRP agent's mailbox of " + CAPACITY + " commands is full; nothing runs the agent");
    }
    transport.wakeup();
  }

  /** The agent's thread. What the commands themselves post waits for the next call. */
  int drain() {
    int waiting = queue.size();
    int done = 0;
    while (done < waiting) {
      Runnable command = queue.poll();
      if (command == null) {
        break;
      }
      command.run();
      done++;
    }
    return done;
  }
}
