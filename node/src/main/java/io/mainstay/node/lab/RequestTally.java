package io.mainstay.node.lab;

import java.util.Map;
import java.util.TreeMap;

/** What a client saw of a service since a moment. Times are parameters; safe for many threads. */
final class RequestTally {
  private final Map<String, Long> failures = new TreeMap<>();
  private final Map<String, Long> answersByServer = new TreeMap<>();
  private long succeeded;
  private long failed;
  private long successesInARow;
  private long lastSuccessNanos;
  private long longestGapNanos;

  /** The counts at a moment. */
  record Counts(long succeeded, long failed) {
    long requests() {
      return succeeded + failed;
    }

    Counts minus(Counts earlier) {
      return new Counts(succeeded - earlier.succeeded, failed - earlier.failed);
    }
  }

  RequestTally(long startNanos) {
    lastSuccessNanos = startNanos;
  }

  /** A whole answer that is not an error, from the web server of that name. */
  synchronized void success(String server, long nowNanos) {
    succeeded++;
    successesInARow++;
    answersByServer.merge(server, 1L, Long::sum);
    // Answers reach this lock in nearly the order they came; an older one shortens no gap.
    longestGapNanos = Math.max(longestGapNanos, nowNanos - lastSuccessNanos);
    lastSuccessNanos = lastSuccessNanos - nowNanos > 0 ? lastSuccessNanos : nowNanos;
  }

  synchronized void failure(String reason) {
    failed++;
    successesInARow = 0;
    failures.merge(reason, 1L, Long::sum);
  }

  synchronized Counts counts() {
    return new Counts(succeeded, failed);
  }

  synchronized long successesInARow() {
    return successesInARow;
  }

  synchronized long answersBy(String server) {
    return answersByServer.getOrDefault(server, 0L);
  }

  /** The longest time without a success up to now, which may be still going on. */
  synchronized long longestGapNanos(long nowNanos) {
    return Math.max(longestGapNanos, nowNanos - lastSuccessNanos);
  }

  /** How often requests failed, by reason. */
  synchronized Map<String, Long> failures() {
    return new TreeMap<>(failures);
  }
}
