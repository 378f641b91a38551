package io.mainstay.node.notice;

import java.util.List;
import java.util.Locale;

/** What an event is about; the word of a constant is used in filters and in JSON. */
public enum EventKind {
  /** A virtual router changed its state. */
  VRRP,
  /** All routers of a sync group have reached one state. */
  SYNC_GROUP,
  /** A mover failed to do its work, or can do it again. */
  MOVER,
  /** A server takes requests, or does not. */
  SERVER,
  /** The node itself runs, stops or has stopped. */
  NODE;

  /** As written in configuration and events. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** All states that its subjects can be in. */
  public List<String> states() {
    return switch (this) {
      case VRRP, SYNC_GROUP -> List.of("INIT", "BACKUP", "MASTER", "FAULT");
      case MOVER -> List.of("OK", "FAILED", "REFUSED", "TAKEN_AWAY");
      case SERVER -> List.of("UP", "NOLB", "DOWN");
      case NODE -> List.of("INIT", "RUNNING", "STOPPING", "STOPPED");
    };
  }
}
