package io.mainstay.proxy.netty;

import io.mainstay.proxy.Server;
import io.mainstay.proxy.queue.Slots;
import io.mainstay.proxy.queue.WaitingLine;
import io.mainstay.proxy.stats.Traffic;
import java.util.Arrays;

/**
 * One server as all event loops see it: its slots, who waits for it, and what each of them counts.
 * Whoever has to do with it keeps a hold of this, never of its seat, which somebody else may have
 * by then; so what a server is owed reaches it also when it has left.
 */
final class SharedServer extends WaitingLine {
  final Server server;

  /** Its seat in every roster that it is in. */
  final int seat;

  final Slots slots = new Slots();

  /** By the numbers of the event loops; complete before anybody else sees this. */
  private ServerLoop[] loops;

  SharedServer(Server server, int seat, int loops) {
    this.server = server;
    this.seat = seat;
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

  /** Whether it has nothing left: no connection and no request. */
  boolean quiet() {
    return sum(Traffic.CONNECTIONS_NOW) == 0 && sum(Traffic.REQUESTS_NOW) == 0 && slots.used() == 0;
  }
}
