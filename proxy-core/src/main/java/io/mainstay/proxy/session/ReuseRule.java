package io.mainstay.proxy.session;

import io.mainstay.proxy.HttpReuse;

/** Which kept connections a request may use. */
public enum ReuseRule {
  /** Any of the pool. */
  ANY,
  /** One that has been reused before. */
  PROVEN,
  /** Only the one that its client used last. */
  OWN,
  /** None. */
  NONE;

  /** A request's place on its client's connection. */
  public enum Turn {
    /** Nothing was asked before. */
    FIRST,
    /** The client knows that an idle connection may end. */
    LATER
  }

  /** Whether the proxy may send a request again if its connection ends before the answer. */
  public enum Repetition {
    /** It may, and it has a try left. */
    ALLOWED,
    /** It may not. */
    FORBIDDEN
  }

  /** What a request may use. */
  public static ReuseRule of(HttpReuse reuse, Turn turn, Repetition repetition) {
    if (reuse == HttpReuse.NEVER) {
      return turn == Turn.FIRST ? NONE : OWN;
    }
    if (turn == Turn.LATER || repetition == Repetition.ALLOWED) {
      return ANY;
    }
    return switch (reuse) {
      case ALWAYS -> ANY;
      case AGGRESSIVE -> PROVEN;
      default -> NONE;
    };
  }
}
