package io.mainstay.vrrp.engine;

import io.mainstay.vrrp.state.VrrpAction.Warn;
import io.mainstay.vrrp.state.VrrpAction.Warning;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an operator should mend now: at most one thing of each kind, until it is no longer heard.
 */
final class RouterWarnings {
  private static final class Entry {
    final Warning warning;
    String sentence;
    long untilNanos;

    Entry(Warning warning) {
      this.warning = warning;
      sentence = "";
    }
  }

  private final List<Entry> entries = new ArrayList<>();
  private List<String> lines = List.of();

  /** Returns whether this is news; saying the same again keeps it alive and allocates nothing. */
  boolean raise(Warn warn, long nowNanos) {
    Entry entry = entry(warn.warning());
    if (entry == null) {
      entry = new Entry(warn.warning());
      entries.add(entry);
    }
    entry.untilNanos = nowNanos + warn.holdsNanos();
    if (warn.sentence().equals(entry.sentence)) {
      return false;
    }
    entry.sentence = warn.sentence();
    relist();
    return true;
  }

  private @Nullable Entry entry(Warning warning) {
    for (int i = 0; i < entries.size(); i++) {
      if (entries.get(i).warning == warning) {
        return entries.get(i);
      }
    }
    return null;
  }

  /** Returns whether something is over. */
  boolean expire(long nowNanos) {
    boolean over = false;
    for (int i = entries.size() - 1; i >= 0; i--) {
      if (entries.get(i).untilNanos - nowNanos <= 0) {
        entries.remove(i);
        over = true;
      }
    }
    if (over) {
      relist();
    }
    return over;
  }

  private void relist() {
    lines = entries.stream().map(entry -> entry.sentence).toList();
  }

  /** Unmodifiable; a new list only when something changed. */
  List<String> lines() {
    return lines;
  }
}
