package io.mainstay.node.notice;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The commands of one virtual router or sync group, run as keepalived runs them.
 *
 * @param states the command of each state ({@code notify_master} and so on), which gets no
 *     arguments but its own
 * @param any the command of every state ({@code notify}), which gets {@code INSTANCE} or {@code
 *     GROUP}, the name, the state and the priority as further arguments
 * @param user who they run as; empty for the node's own user
 * @param timeLimit how long one may take before it is killed with all it started
 */
public record NotifyHooks(
    Map<NotifyState, List<String>> states,
    Optional<List<String>> any,
    Optional<String> user,
    Duration timeLimit) {
  public NotifyHooks {
    states = Map.copyOf(states);
    any = any.map(List::copyOf);
  }
}
