package io.mainstay.node.peer;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * Decides for one peer when to dial, which of several sessions to use, and what the end of a
 * session proves. Pure: events and the time in, actions out. Not thread-safe.
 *
 * <p><b>One session.</b> Both nodes dial, so two sessions may come up at once. The node with the
 * lower instance number keeps the one that it dialled and dismisses the other; its peer only
 * follows. No session is dismissed before another one stands, so a wall that one direction of
 * dialling cannot pass does no harm.
 *
 * <p><b>Death.</b> A session that ends by itself opens a question, for a short while: is the
 * process dead? A refused dial says yes, because a living host says so about a process that is
 * gone; a new instance that proves itself says yes as well; the old instance says no; all else says
 * nothing. A refusal counts only for a listener that this very instance was reached at before. A
 * dying process may still accept: its kernel closes sockets one after the other. So a dial that
 * ends before the peer proved itself is tried again until the question closes.
 *
 * <p><b>No storm.</b> Sessions with one process that end soon after they began, again and again,
 * are no deaths: something between the nodes cuts them, or one node refuses what the other says.
 * After a few of them the pauses between dials grow as if nobody answered.
 */
final class PeerStateMachine {
  private static final long PROBE_RETRY_NANOS = 2_000_000L;
  private static final long NONE = -1;

  /** So many sessions with one process may end soon, and each is dialled anew at once. */
  private static final int MOST_SHORT_SESSIONS = 3;

  private enum Phase {
    DOWN,
    UP,
    /** The session in use ended; another one may be about to stand, or the peer is dead. */
    DOUBT
  }

  private record Session(boolean dialledHere, long instance) {}

  private final long ownInstance;
  private final PeerLinkLimits limits;
  private final SplittableRandom random;
  private final Map<Long, Session> sessions = new LinkedHashMap<>();
  private final Set<Long> dismissed = new HashSet<>();
  private Phase phase = Phase.DOWN;
  private long current = NONE;
  private long instance;
  private boolean reached;
  private boolean oneWayTold;
  private long upNanos;
  private int shortSessions;
  private boolean dialling;
  private long nextDialNanos;
  private long backOffNanos;
  private long probeRetryNanos;
  private long doubtEndsNanos;
  private boolean downTold;
  private String doubtReason = "";

  PeerStateMachine(
      long ownInstance, PeerLinkLimits limits, SplittableRandom random, long nowNanos) {
    this.ownInstance = ownInstance;
    this.limits = limits;
    this.random = random;
    this.nextDialNanos = nowNanos;
    this.backOffNanos = limits.minBackOff().toNanos();
  }

  boolean isUp() {
    return current != NONE;
  }

  /** Whether this node itself reached the listener of the peer's present process. */
  boolean isReached() {
    return reached;
  }

  /** Whether the session in use ended by itself and it is not known yet what that means. */
  boolean isInDoubt() {
    return phase == Phase.DOUBT;
  }

  List<PeerAction> onDialRefused(long nowNanos) {
    List<PeerAction> actions = new ArrayList<>();
    dialling = false;
    if (phase == Phase.DOUBT && reached) {
      settle(actions);
      actions.add(new PeerAction.Died(doubtReason + ", and its host refuses new connections"));
    }
    onDialWasted("its address refuses connections", nowNanos, actions);
    return actions;
  }

  List<PeerAction> onDialFailed(String reason, long nowNanos) {
    List<PeerAction> actions = new ArrayList<>();
    dialling = false;
    if (phase == Phase.DOUBT) {
      settle(actions);
    }
    onDialWasted(reason, nowNanos, actions);
    return actions;
  }

  /** A peer proved itself on that connection. */
  List<PeerAction> onAuthenticated(
      long connection, boolean dialledHere, long peerInstance, long nowNanos) {
    List<PeerAction> actions = new ArrayList<>();
    if (dialledHere) {
      dialling = false;
    }
    if (peerInstance != instance) {
      shortSessions = 0;
    }
    if (shortSessions <= MOST_SHORT_SESSIONS) {
      backOffNanos = limits.minBackOff().toNanos();
    }
    if (phase != Phase.DOWN && peerInstance != instance) {
      onSuccessor(actions);
    }
    if (peerInstance != instance) {
      reached = false;
      oneWayTold = false;
    }
    instance = peerInstance;
    reached |= dialledHere;
    if (!reached) {
      nextDialNanos = nowNanos;
    }
    sessions.put(connection, new Session(dialledHere, peerInstance));
    if (current == NONE) {
      upNanos = nowNanos;
    }
    choose(connection, dialledHere, actions);
    return actions;
  }

  /** A connection ended that {@link #onAuthenticated} told of, or a dialled one before that. */
  List<PeerAction> onEnded(
      long connection, boolean dialledHere, SessionEnd end, String reason, long nowNanos) {
    List<PeerAction> actions = new ArrayList<>();
    Session session = sessions.remove(connection);
    if (session == null) {
      if (!dismissed.remove(connection) && dialledHere) {
        onDialUnproved(end, reason, nowNanos, actions);
      }
    } else if (connection == current || end == SessionEnd.GOODBYE) {
      current = NONE;
      if (end == SessionEnd.GOODBYE) {
        // The process stops, whichever session says so first.
        List.copyOf(sessions.keySet()).forEach(other -> dismiss(other, actions));
      }
      onCurrentEnded(end, reason, nowNanos, actions);
    }
    return actions;
  }

  List<PeerAction> onTime(long nowNanos) {
    List<PeerAction> actions = new ArrayList<>();
    if (phase == Phase.DOUBT && doubtEndsNanos - nowNanos <= 0) {
      settle(actions);
    }
    if (wantsDial() && nextDialNanos - nowNanos <= 0) {
      dialling = true;
      actions.add(new PeerAction.Dial());
    }
    return actions;
  }

  /** When {@link #onTime} has something to do, if nothing else happens; at most {@code latest}. */
  long deadlineNanos(long latest) {
    long deadline = latest;
    if (phase == Phase.DOUBT && doubtEndsNanos - deadline < 0) {
      deadline = doubtEndsNanos;
    }
    return wantsDial() && nextDialNanos - deadline < 0 ? nextDialNanos : deadline;
  }

  /** Also with a session that the peer dialled: only a listener once reached can prove a death. */
  private boolean wantsDial() {
    return !dialling && (current == NONE || !reached);
  }

  private void onSuccessor(List<PeerAction> actions) {
    boolean wasUp = phase == Phase.UP;
    for (long old : List.copyOf(sessions.keySet())) {
      dismiss(old, actions);
    }
    current = NONE;
    if (wasUp) {
      actions.add(new PeerAction.Down("a new process answers in its place"));
      downTold = true;
    }
    settle(actions);
    actions.add(new PeerAction.Died("a new process answers in its place"));
  }

  private void choose(long connection, boolean dialledHere, List<PeerAction> actions) {
    boolean decides = Long.compareUnsigned(ownInstance, instance) < 0;
    Session old = sessions.get(current);
    if (old == null) {
      use(connection, actions);
      if (phase == Phase.DOWN || downTold) {
        actions.add(new PeerAction.Up());
      }
      phase = Phase.UP;
      downTold = false;
    } else if (dialledHere == old.dialledHere()) {
      // Whoever dialled would not have done so again, had the former session not ended there.
      dismiss(current, actions);
      use(connection, actions);
    } else if (dialledHere == decides) {
      if (decides) {
        dismiss(current, actions);
      }
      use(connection, actions);
    } else if (decides) {
      dismiss(connection, actions);
    }
  }

  private void use(long connection, List<PeerAction> actions) {
    current = connection;
    actions.add(new PeerAction.Use(connection));
  }

  /** From here on its end says nothing, however it comes. */
  private void dismiss(long connection, List<PeerAction> actions) {
    sessions.remove(connection);
    dismissed.add(connection);
    actions.add(new PeerAction.Dismiss(connection));
  }

  private void onCurrentEnded(
      SessionEnd end, String reason, long nowNanos, List<PeerAction> actions) {
    if (!sessions.isEmpty()) {
      use(sessions.keySet().iterator().next(), actions);
      return;
    }
    doubtReason = reason;
    nextDialNanos = nowNanos;
    probeRetryNanos = PROBE_RETRY_NANOS;
    if (end == SessionEnd.BROKEN) {
      phase = Phase.DOUBT;
      doubtEndsNanos = nowNanos + limits.probeWindow().toNanos();
      downTold = true;
      boolean isShort = nowNanos - upNanos < limits.maxBackOff().toNanos();
      shortSessions = isShort ? shortSessions + 1 : 0;
      if (shortSessions > MOST_SHORT_SESSIONS) {
        backOff(nowNanos);
      }
      actions.add(new PeerAction.Down(reason));
    } else if (end == SessionEnd.DUPLICATE) {
      // The session that the peer keeps stands there, and will in a moment stand here.
      phase = Phase.DOUBT;
      doubtEndsNanos = nowNanos + limits.probeWindow().toNanos();
      nextDialNanos = doubtEndsNanos;
      downTold = false;
    } else {
      phase = Phase.DOWN;
      reached &= end != SessionEnd.GOODBYE;
      backOff(nowNanos);
      actions.add(new PeerAction.Down(reason));
    }
  }

  private void onDialUnproved(
      SessionEnd end, String reason, long nowNanos, List<PeerAction> actions) {
    dialling = false;
    if (phase == Phase.DOUBT && end == SessionEnd.BROKEN) {
      nextDialNanos = nowNanos + probeRetryNanos;
      probeRetryNanos *= 2;
    } else if (end == SessionEnd.MISCONFIGURED) {
      backOffNanos = limits.maxBackOff().toNanos();
      backOff(nowNanos);
    } else {
      onDialWasted(reason, nowNanos, actions);
    }
  }

  private void onDialWasted(String reason, long nowNanos, List<PeerAction> actions) {
    backOff(nowNanos);
    if (current != NONE && !reached && !oneWayTold) {
      oneWayTold = true;
      actions.add(new PeerAction.OneWay(reason));
    }
  }

  /**
   * The pause is between three and five quarters of its nominal length, so that nodes drift apart.
   */
  private void backOff(long nowNanos) {
    nextDialNanos = nowNanos + backOffNanos * 3 / 4 + random.nextLong(backOffNanos / 2 + 1);
    backOffNanos = Math.min(backOffNanos * 2, limits.maxBackOff().toNanos());
  }

  /** The question is closed. */
  private void settle(List<PeerAction> actions) {
    if (phase == Phase.DOUBT && !downTold) {
      actions.add(new PeerAction.Down(doubtReason));
    }
    phase = Phase.DOWN;
    downTold = false;
  }
}
