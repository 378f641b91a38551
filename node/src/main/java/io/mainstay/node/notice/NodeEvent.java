package io.mainstay.node.notice;

import java.time.Instant;
import java.util.OptionalInt;

/**
 * One thing that happened.
 *
 * @param time the time of day
 * @param node the name of the node it happened in
 * @param subject what it happened to: a router, a sync group, {@code router/address}, {@code
 *     backend/server} or the node
 * @param from the state before
 * @param to the state since
 * @param reason the sentence that says why; empty when there is nothing to say
 * @param priority what a virtual router advertises from now on, 0 for a sync group; empty for
 *     everything else
 */
public record NodeEvent(
    Instant time,
    String node,
    EventKind kind,
    String subject,
    String from,
    String to,
    String reason,
    OptionalInt priority) {

  /** One line for people. */
  @Override
  public String toString() {
    String what = kind == EventKind.VRRP ? "router" : kind.word().replace('-', ' ');
    String line = kind == EventKind.NODE ? "node " + node : "node " + node + ": " + what;
    String change = (kind == EventKind.NODE ? ": " : " " + subject + ": ") + from + " -> " + to;
    return line + change + (reason.isEmpty() ? "" : ": " + reason);
  }
}
