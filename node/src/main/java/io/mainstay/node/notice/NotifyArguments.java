package io.mainstay.node.notice;

import java.util.ArrayList;
import java.util.List;

/** What keepalived adds to the command of every state. Pure. */
final class NotifyArguments {
  private NotifyArguments() {}

  static List<String> added(
      List<String> command, EventKind kind, String name, NotifyLane.Turn turn) {
    List<String> words = new ArrayList<>(command);
    words.add(kind == EventKind.SYNC_GROUP ? "GROUP" : "INSTANCE");
    words.add(name);
    words.add(turn.state().name());
    words.add(Integer.toString(turn.priority()));
    return words;
  }
}
