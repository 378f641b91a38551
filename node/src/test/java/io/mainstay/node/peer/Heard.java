package io.mainstay.node.peer;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** Records what a link tells its node, and waits for it. */
final class Heard implements PeerListener {
  static final Duration PATIENCE = Duration.ofSeconds(20);

  /** What was told, as {@code "what: words"}, and when. */
  record Event(String what, String peer, String words, long atNanos) {}

  private final List<Event> events = new CopyOnWriteArrayList<>();

  @Override
  public void peerDied(Peer peer, String reason) {
    add("died", peer.name(), reason);
  }

  @Override
  public void peerResigned(Peer peer, String router) {
    add(
        "resigned",
        peer.name(),
        router + peer.sourceAddress(router).map(it -> " at " + it.getHostAddress()).orElse(""));
  }

  @Override
  public void warning(String line) {
    add("warning", "", line);
  }

  @Override
  public void up(Peer peer) {
    add("up", peer.name(), "");
  }

  @Override
  public void down(Peer peer, String reason) {
    add("down", peer.name(), reason);
  }

  List<Event> events() {
    return List.copyOf(events);
  }

  List<Event> all(String what) {
    return events.stream().filter(event -> event.what().equals(what)).toList();
  }

  /** The first such event from {@code from} on, when it comes. */
  Event await(String what) {
    return await(what, words -> true);
  }

  Event await(String what, Predicate<String> words) {
    return awaitFrom(0, what, words);
  }

  Event awaitFrom(int from, String what, Predicate<String> words) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    synchronized (this) {
      while (true) {
        for (Event event : events.subList(Math.min(from, events.size()), events.size())) {
          if (event.what().equals(what) && words.test(event.words())) {
            return event;
          }
        }
        long left = deadline - System.nanoTime();
        if (left <= 0) {
          throw new AssertionError("no " + what + " among " + events);
        }
        try {
          TimeUnit.NANOSECONDS.timedWait(this, left);
        } catch (InterruptedException e) {
          throw new AssertionError(e);
        }
      }
    }
  }

  private synchronized void add(String what, String peer, String words) {
    events.add(new Event(what, peer, words, System.nanoTime()));
    notifyAll();
  }
}
