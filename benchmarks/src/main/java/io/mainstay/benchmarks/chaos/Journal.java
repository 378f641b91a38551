package io.mainstay.benchmarks.chaos;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** What servers saw, and when they were away. Any thread. */
final class Journal {
  /**
   * A time.
   *
   * @param fromNanos its beginning
   * @param toNanos its end
   */
  record Span(long fromNanos, long toNanos) {
    boolean touches(long from, long to) {
      return fromNanos - to <= 0 && from - toNanos <= 0;
    }
  }

  private final Map<Long, List<Arrival>> arrivals = new ConcurrentHashMap<>();
  private final Map<String, ConcurrentLinkedQueue<Span>> away = new ConcurrentHashMap<>();
  private final ConcurrentLinkedQueue<Span> stalls = new ConcurrentLinkedQueue<>();
  private final ConcurrentLinkedQueue<String> complaints = new ConcurrentLinkedQueue<>();
  private volatile CountDownLatch meeting = new CountDownLatch(0);

  /** A request comes to a server; its fate depends on how often it came before. */
  Arrival arrived(Ask ask, String server, boolean reused) {
    List<Arrival> all = arrivals.computeIfAbsent(ask.id(), id -> new ArrayList<>());
    synchronized (all) {
      Arrival arrival = new Arrival(server, ask.fateAt(all.size()), reused);
      all.add(arrival);
      return arrival;
    }
  }

  /** In the order in which they came. */
  List<Arrival> arrivals(long id) {
    List<Arrival> all = arrivals.getOrDefault(id, List.of());
    synchronized (all) {
      return List.copyOf(all);
    }
  }

  /** Every one that is known, for a count. */
  int arrivals() {
    return arrivals.values().stream().mapToInt(List::size).sum();
  }

  /** A server was away. */
  void away(String server, long fromNanos, long toNanos) {
    away.computeIfAbsent(server, name -> new ConcurrentLinkedQueue<>())
        .add(new Span(fromNanos, toNanos));
  }

  /** Whether a server was away at any moment of a time. */
  boolean wasAway(String server, long fromNanos, long toNanos) {
    return away.getOrDefault(server, new ConcurrentLinkedQueue<>()).stream()
        .anyMatch(span -> span.touches(fromNanos, toNanos));
  }

  /** When a server was away in a time, to the millisecond from {@code zeroNanos}. */
  List<String> absences(String server, long fromNanos, long toNanos, long zeroNanos) {
    return away.getOrDefault(server, new ConcurrentLinkedQueue<>()).stream()
        .filter(span -> span.touches(fromNanos, toNanos))
        .map(
            span ->
                server
                    + " "
                    + TimeUnit.NANOSECONDS.toMillis(span.fromNanos - zeroNanos)
                    + ".."
                    + TimeUnit.NANOSECONDS.toMillis(span.toNanos - zeroNanos)
                    + " ms")
        .toList();
  }

  /** This machine stood still. */
  void stalled(long fromNanos, long toNanos) {
    stalls.add(new Span(fromNanos, toNanos));
  }

  /** Whether it did at any moment of a time. */
  boolean stood(long fromNanos, long toNanos) {
    return stalls.stream().anyMatch(span -> span.touches(fromNanos, toNanos));
  }

  /** Something came that nobody sent. */
  void complain(String what) {
    complaints.add(what);
  }

  List<String> complaints() {
    return List.copyOf(complaints);
  }

  /** So many requests are to be at servers at the same time. */
  void meet(int count) {
    meeting = new CountDownLatch(count);
  }

  CountDownLatch meeting() {
    return meeting;
  }

  /** Forgets all of it. */
  void clear() {
    arrivals.clear();
    away.clear();
    stalls.clear();
    complaints.clear();
  }
}
