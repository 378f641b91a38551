package io.mainstay.node.notice;

import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which events somebody wants to be told of. Immutable.
 *
 * @param states of each kind that is wanted, the new states that are
 */
public record EventFilter(Map<EventKind, Set<String>> states) {

  public EventFilter {
    states = Map.copyOf(states);
  }

  /** All events of these kinds. */
  public static EventFilter of(Set<EventKind> kinds) {
    Map<EventKind, Set<String>> states = new EnumMap<>(EventKind.class);
    kinds.forEach(kind -> states.put(kind, Set.copyOf(kind.states())));
    return new EventFilter(states);
  }

  /**
   * What one word asks for: a kind such as {@code vrrp}, or one state of it such as {@code
   * vrrp.MASTER}; empty when there is no such thing.
   */
  public static Optional<EventFilter> read(String word) {
    int dot = word.indexOf('.');
    String kindWord = dot < 0 ? word : word.substring(0, dot);
    for (EventKind kind : EventKind.values()) {
      if (kind.word().equals(kindWord)) {
        List<String> states = dot < 0 ? kind.states() : List.of(word.substring(dot + 1));
        return kind.states().containsAll(states)
            ? Optional.of(new EventFilter(Map.of(kind, Set.copyOf(states))))
            : Optional.empty();
      }
    }
    return Optional.empty();
  }

  /** All words that {@link #read} knows. */
  public static Set<String> words() {
    Set<String> words = new LinkedHashSet<>();
    for (EventKind kind : EventKind.values()) {
      words.add(kind.word());
      kind.states().forEach(state -> words.add(kind.word() + "." + state));
    }
    return words;
  }

  /** What this or the other wants. */
  public EventFilter or(EventFilter other) {
    Map<EventKind, Set<String>> both = new EnumMap<>(EventKind.class);
    both.putAll(states);
    other.states.forEach(
        (kind, more) ->
            both.merge(
                kind,
                more,
                (one, two) -> {
                  Set<String> all = new LinkedHashSet<>(one);
                  all.addAll(two);
                  return all;
                }));
    return new EventFilter(both);
  }

  /** Whether the event is one of them. */
  boolean accepts(NodeEvent event) {
    return states.getOrDefault(event.kind(), Set.of()).contains(event.to());
  }
}
