package io.mainstay.node.notice;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * When a sync group as a whole has changed its state: once all its members agree, or when the first
 * of them is in FAULT, which all follow. For one thread.
 */
public final class SyncGroupStates {
  private final Map<String, Map<String, String>> members = new HashMap<>();
  private final Map<String, String> states = new HashMap<>();

  /** A change of a whole group. */
  public record Change(String from, String to) {}

  /** Makes a router known before the first change of any; it is in INIT. */
  public void add(String group, String router) {
    members.computeIfAbsent(group, name -> new HashMap<>()).put(router, "INIT");
    states.put(group, "INIT");
  }

  /** A member changed its state; what that makes of the group, if anything. */
  public Optional<Change> onTransition(String group, String router, String to) {
    Map<String, String> all = members.computeIfAbsent(group, name -> new HashMap<>());
    all.put(router, to);
    Set<String> distinct = new HashSet<>(all.values());
    String now;
    if (distinct.contains("FAULT")) {
      now = "FAULT";
    } else if (distinct.size() == 1) {
      now = to;
    } else {
      return Optional.empty();
    }
    String before = states.put(group, now);
    return now.equals(before)
        ? Optional.empty()
        : Optional.of(new Change(before == null ? "INIT" : before, now));
  }
}
