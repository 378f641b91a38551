package io.mainstay.proxy.netty;

import io.mainstay.proxy.Server;
import io.mainstay.proxy.queue.Slots;
import io.mainstay.proxy.queue.WaitingLine;
import io.mainstay.proxy.stats.Traffic;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One server as all event loops see it: its slots, who waits for it, and what each of them counts.
 * Whoever has to do with it keeps a hold of this, never of its seat, which somebody else may have
 * by then; so what a server is owed reaches it also when it has left.
 */
final class SharedServer extends WaitingLine {
  final Server server;

  /** Its seat in every roster that it is in. */
  final int seat;

  /** Which of all servers that the backend has had; from 1. */
  final int number;

  final Slots slots = new Slots();

  private final AtomicInteger seenOff = new AtomicInteger();

  /** By the numbers of the event loops; complete before anybody else sees this. */
  private ServerLoop[] loops;

  SharedServer(Server server, int seat, int number, int loops) {
    this.server = server;
    this.seat = seat;
    this.number = number;
    this.loops = new ServerLoop[loops];
  }

  void loop(int number, ServerLoop loop) {
    if (number >= loops.length) {
      loops = Arrays.copyOf(loops, number + 1);
    }
    loops[number] = loop;
  }

  /** As an event loop sees it. */
  ServerLoop loop(int number) {
    return loops[number];
  }

  long sum(Traffic what) {
    long sum = 0;
    for (ServerLoop loop : loops) {
      sum += loop.counters.get(what);
    }
    return sum;
  }

  /** An event loop knows that it was removed, and gives it to nobody any more. */
  void seenOff() {
    seenOff.incrementAndGet();
  }

  /**
   * Whether it was removed and has nothing left: no session, no slot and no connection, nor anybody
   * who may still choose it by a roster of before. Those are looked for in the order in which one
   * becomes the other.
   */
  boolean quiet() {
    return seenOff.get() == loops.length
        && sum(Traffic.SESSIONS_NOW) == 0
        && slots.used() == 0
        && sum(Traffic.CONNECTIONS_NOW) == 0;
  }
}
