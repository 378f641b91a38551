package io.mainstay.proxy;

import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Answers that replace those of the proxy's own words.
 *
 * @param byStatus what clients get where the proxy itself would answer with a status. Statistics
 *     and log go by this status, also where the answer has another one
 */
public record OwnAnswers(Map<Integer, OwnAnswer> byStatus) {
  /** Those that a proxy gives, and those that HAProxy's language knows beside them. */
  private static final int[] STATUSES = {
    200, 400, 401, 403, 404, 405, 407, 408, 410, 413, 414, 417, 422, 425, 429, 431, 500, 501, 502,
    503, 504, 505, 508
  };

  /** The proxy's own words. */
  public static final OwnAnswers NONE = new OwnAnswers(Map.of());

  /** Refuses a status that no proxy answers with. */
  public OwnAnswers {
    byStatus = Map.copyOf(byStatus);
    SortedSet<Integer> others = new TreeSet<>(byStatus.keySet());
    others.removeAll(statuses());
    if (!others.isEmpty()) {
      throw new IllegalArgumentException("no proxy itself answers with status " + others.first());
    }
  }

  /** The statuses that can have an answer. */
  public static SortedSet<Integer> statuses() {
    SortedSet<Integer> statuses = new TreeSet<>();
    for (int status : STATUSES) {
      statuses.add(status);
    }
    return statuses;
  }
}
