package io.mainstay.vip.digitalocean;

import io.mainstay.vip.VipOutcome;
import io.mainstay.vip.digitalocean.ApiAnswer.Action;
import io.mainstay.vip.digitalocean.ApiAnswer.Address;
import io.mainstay.vip.digitalocean.ApiAnswer.Kind;
import io.mainstay.vip.digitalocean.ApiAnswer.Problem;
import java.time.Duration;

/**
 * One operation on one address, as a dialogue with the API: {@link #begin} and every answer say
 * what to do next. Pure; for one thread.
 *
 * <pre>
 *   LOOK ── as wanted ──────────────────────────────────────────► Held, Released
 *    │ ▲ └─ locked: look again
 *    │ └──────────── 422 pending event ────┐
 *    └─ not as wanted ──► POST ────────────┘
 *                          ├─ 201 ──► FOLLOW the action ─┐
 *                          └─ no, or no clear answer ────┴──► VERIFY ──► by what the address says
 * </pre>
 *
 * The action's own end decides nothing: of two nodes that assign at the same time the last one
 * wins, and only the address itself tells who that was. After a POST without an answer the address
 * is read as well, so a POST is never simply repeated.
 */
final class Errand {

  /** What is to become of the address. */
  enum Goal {
    ASSIGNED_HERE,
    NOT_ASSIGNED_HERE
  }

  /** What to do next. */
  sealed interface Step {
    /** Send a request after a delay, and pass its answer to {@link #onAnswer}. */
    record Ask(ApiRequest request, long delayNanos) implements Step {}

    /** The operation has ended. */
    record End(VipOutcome outcome) implements Step {}
  }

  private enum Phase {
    LOOK,
    POST,
    FOLLOW,
    VERIFY
  }

  /** How the POST went, which says what it means when the address is not as wanted. */
  private enum Ending {
    COMPLETED,
    ERRORED,
    TIMED_OUT,
    UNFOLLOWED,
    UNANSWERED,
    REJECTED
  }

  /** Failed polls in a row that are taken for bad luck. */
  private static final int TOLERATED_TROUBLES = 3;

  private final Goal goal;
  private final AddressResource resource;
  private final long droplet;
  private final PollPace pace;
  private final AssignmentHistory history;
  private final long deadlineNanos;

  private Phase phase = Phase.LOOK;
  private Ending ending = Ending.COMPLETED;
  private String endingReason = "";
  private long actionId;
  private int polls;
  private int troubles;
  private int disappointments;
  private boolean contradicted;

  /**
   * An errand that has not begun.
   *
   * @param droplet this node's droplet
   * @param deadlineNanos when polling ends; one or two more requests may follow
   */
  Errand(
      Goal goal,
      AddressResource resource,
      long droplet,
      PollPace pace,
      AssignmentHistory history,
      long deadlineNanos) {
    this.goal = goal;
    this.resource = resource;
    this.droplet = droplet;
    this.pace = pace;
    this.history = history;
    this.deadlineNanos = deadlineNanos;
  }

  Goal goal() {
    return goal;
  }

  long deadlineNanos() {
    return deadlineNanos;
  }

  /** Whether the API said of the address that it is not as wanted. */
  boolean contradicted() {
    return contradicted;
  }

  Step begin() {
    return new Step.Ask(resource.read(), 0);
  }

  Step onAnswer(ApiAnswer answer, long nowNanos) {
    if (answer instanceof Address address) {
      contradicted |= !asWanted(address);
    }
    return switch (phase) {
      case LOOK -> onLook(answer, nowNanos);
      case POST -> onPosted(answer, nowNanos);
      case FOLLOW -> onProgress(answer, nowNanos);
      case VERIFY -> onVerified(answer, nowNanos);
    };
  }

  private Step onLook(ApiAnswer answer, long nowNanos) {
    if (!(answer instanceof Address address)) {
      return end((Problem) answer);
    }
    if (address.locked()) {
      if (!late(nowNanos)) {
        return poll(resource.read());
      }
      return asWanted(address)
          ? done(true)
          : failed("another action on the address did not end in time", Duration.ZERO);
    }
    if (asWanted(address)) {
      return done(true);
    }
    long coolOffNanos = goal == Goal.ASSIGNED_HERE ? history.coolOffNanos(nowNanos) : 0;
    if (coolOffNanos > 0) {
      return failed(
          address.holder() + " has it, and this node assigned it a moment ago",
          Duration.ofNanos(coolOffNanos));
    }
    phase = Phase.POST;
    return new Step.Ask(
        goal == Goal.ASSIGNED_HERE ? resource.assignTo(droplet) : resource.unassign(), 0);
  }

  private Step onPosted(ApiAnswer answer, long nowNanos) {
    if (answer instanceof Action action) {
      history.posted(nowNanos);
      actionId = action.id();
      phase = Phase.FOLLOW;
      polls = 0;
      return onProgress(action, nowNanos);
    }
    Problem problem = (Problem) answer;
    return switch (problem.kind()) {
      case PENDING_EVENT -> onPending(problem, nowNanos);
      case NO_ANSWER, SERVER_ERROR, GARBLED -> verify(Ending.UNANSWERED, problem.reason());
      case DROPLET_IN_USE, REJECTED -> verify(Ending.REJECTED, problem.reason());
      case RATE_LIMITED, CREDENTIALS, NOT_FOUND -> end(problem);
    };
  }

  /** Some other action goes first; when it has ended, the address is judged anew. */
  private Step onPending(Problem problem, long nowNanos) {
    if (late(nowNanos)) {
      return failed(problem.reason(), Duration.ZERO);
    }
    phase = Phase.LOOK;
    return poll(resource.read());
  }

  private Step onProgress(ApiAnswer answer, long nowNanos) {
    if (answer instanceof Action action) {
      troubles = 0;
      return switch (action.progress()) {
        case COMPLETED -> verify(Ending.COMPLETED, "");
        case ERRORED -> verify(Ending.ERRORED, "action " + actionId + " errored");
        case IN_PROGRESS ->
            late(nowNanos)
                ? verify(Ending.TIMED_OUT, "action " + actionId + " did not end in time")
                : poll(resource.readAction(actionId));
      };
    }
    Problem problem = (Problem) answer;
    if (problem.kind() == Kind.RATE_LIMITED) {
      long waitNanos = problem.retryAfter().orElse(Duration.ZERO).toNanos();
      return nowNanos + waitNanos - deadlineNanos < 0
          ? new Step.Ask(resource.readAction(actionId), waitNanos)
          : end(problem);
    }
    boolean again = problem.kind().passing() && ++troubles <= TOLERATED_TROUBLES;
    return again && !late(nowNanos)
        ? poll(resource.readAction(actionId))
        : verify(Ending.UNFOLLOWED, problem.reason());
  }

  private Step onVerified(ApiAnswer answer, long nowNanos) {
    if (answer instanceof Problem problem) {
      return problem.kind().passing() && ++troubles <= TOLERATED_TROUBLES
          ? poll(resource.read())
          : end(problem);
    }
    Address address = (Address) answer;
    if (ending == Ending.UNANSWERED && (address.locked() || asWanted(address))) {
      history.posted(nowNanos); // so it was carried out
    }
    if (address.locked() && !late(nowNanos)) {
      return poll(resource.read());
    }
    if (asWanted(address)) {
      return done(false);
    }
    return mayChangeYet(nowNanos) ? poll(resource.read()) : disappointed(address);
  }

  /** What was read may be older than what was done, but only once. */
  private boolean mayChangeYet(long nowNanos) {
    return switch (ending) {
      case UNFOLLOWED -> !late(nowNanos);
      case COMPLETED, UNANSWERED -> ++disappointments == 1;
      case ERRORED, TIMED_OUT, REJECTED -> false;
    };
  }

  private Step disappointed(Address address) {
    String now = address.holder() + " has it";
    return switch (ending) {
      case COMPLETED ->
          failed(
              address.droplet().isPresent()
                  ? now + ": another node assigned it at the same time"
                  : now + " although the action completed",
              history.coolOff());
      case ERRORED -> failed(endingReason + "; " + now, history.slowWait());
      case TIMED_OUT, UNFOLLOWED, UNANSWERED -> failed(endingReason + "; " + now, Duration.ZERO);
      case REJECTED -> new Step.End(new VipOutcome.Refused(endingReason + "; " + now));
    };
  }

  private Step verify(Ending how, String reason) {
    ending = how;
    endingReason = reason;
    phase = Phase.VERIFY;
    troubles = 0;
    polls = 0;
    return new Step.Ask(resource.read(), 0);
  }

  private Step poll(ApiRequest request) {
    return new Step.Ask(request, pace.delayNanos(polls++));
  }

  private Step end(Problem problem) {
    return switch (problem.kind()) {
      case CREDENTIALS ->
          new Step.End(
              new VipOutcome.Refused(
                  problem.reason()
                      + "; give the mover a token with reserved_ip:read, reserved_ip:update and"
                      + " droplet:read"));
      case NOT_FOUND, DROPLET_IN_USE, REJECTED ->
          new Step.End(new VipOutcome.Refused(problem.reason()));
      case NO_ANSWER, SERVER_ERROR, GARBLED, RATE_LIMITED, PENDING_EVENT ->
          failed(problem.reason(), problem.retryAfter().orElse(Duration.ZERO));
    };
  }

  private Step done(boolean already) {
    history.succeeded();
    return new Step.End(
        goal == Goal.ASSIGNED_HERE ? new VipOutcome.Held(already) : new VipOutcome.Released());
  }

  private static Step failed(String reason, Duration retryAfter) {
    return new Step.End(new VipOutcome.Failed(reason, retryAfter));
  }

  private boolean asWanted(Address address) {
    return address.isHeldBy(droplet) == (goal == Goal.ASSIGNED_HERE);
  }

  private boolean late(long nowNanos) {
    return deadlineNanos - nowNanos <= 0;
  }
}
