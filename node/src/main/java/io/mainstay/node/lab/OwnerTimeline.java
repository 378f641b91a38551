package io.mainstay.node.lab;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Who held the address when. Pure: fed with timed changes in the order they were seen. Not
 * thread-safe.
 */
final class OwnerTimeline {
  private final Set<Holding> holdings = new HashSet<>();
  private final List<Span> sharedSpans = new ArrayList<>();
  private long sharedSinceNanos;

  /** A host may hold the address on two devices for a moment. */
  private record Holding(String host, String device) {}

  private record Span(long startNanos, long endNanos) {}

  void present(String host, String device, long nowNanos) {
    boolean sharedBefore = isShared();
    holdings.add(new Holding(host, device));
    if (!sharedBefore && isShared()) {
      sharedSinceNanos = nowNanos;
    }
  }

  void gone(String host, String device, long nowNanos) {
    boolean sharedBefore = isShared();
    holdings.remove(new Holding(host, device));
    if (sharedBefore && !isShared()) {
      sharedSpans.add(new Span(sharedSinceNanos, nowNanos));
    }
  }

  SortedSet<String> owners() {
    SortedSet<String> owners = new TreeSet<>();
    holdings.forEach(holding -> owners.add(holding.host()));
    return owners;
  }

  /** How long more than one host held the address between two moments. */
  long sharedNanos(long fromNanos, long toNanos) {
    long sum = 0;
    for (Span span : sharedSpans) {
      sum += overlapNanos(span, fromNanos, toNanos);
    }
    if (isShared()) {
      sum += overlapNanos(new Span(sharedSinceNanos, toNanos), fromNanos, toNanos);
    }
    return sum;
  }

  private static long overlapNanos(Span span, long fromNanos, long toNanos) {
    // nanoTime may be negative and may wrap, so distances are compared, never moments.
    long startNanos = Math.max(0, span.startNanos() - fromNanos);
    long endNanos = Math.min(toNanos - fromNanos, span.endNanos() - fromNanos);
    return Math.max(0, endNanos - startNanos);
  }

  private boolean isShared() {
    return owners().size() > 1;
  }
}
