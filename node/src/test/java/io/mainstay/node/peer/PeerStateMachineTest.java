package io.mainstay.node.peer;

import static org.assertj.core.api.Assertions.assertThat;

import io.mainstay.node.peer.PeerAction.Dial;
import io.mainstay.node.peer.PeerAction.Died;
import io.mainstay.node.peer.PeerAction.Dismiss;
import io.mainstay.node.peer.PeerAction.Down;
import io.mainstay.node.peer.PeerAction.OneWay;
import io.mainstay.node.peer.PeerAction.Up;
import io.mainstay.node.peer.PeerAction.Use;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PeerStateMachineTest {
  private static final PeerLinkLimits LIMITS = PeerLinkLimits.defaults();
  private static final boolean DIALLED = true;
  private static final boolean ACCEPTED = false;
  private static final long OWN = 5;
  private static final long HIGHER = 9;
  private static final long LOWER = 2;

  private long now = 1_000_000;
  private final PeerStateMachine machine =
      new PeerStateMachine(OWN, LIMITS, new SplittableRandom(1), now);

  @Test
  void shouldDialAtOnceAndAgainWithGrowingPausesWhenNobodyListens() {
    assertThat(machine.onTime(now)).containsExactly(new Dial());
    long pause = 0;
    for (int attempt = 0; attempt < 12; attempt++) {
      assertThat(machine.onTime(now)).isEmpty();
      assertThat(machine.onDialRefused(now)).isEmpty();
      pause = machine.deadlineNanos(Long.MAX_VALUE) - now;
      now += pause;
      assertThat(machine.onTime(now)).containsExactly(new Dial());
    }
    long longest = LIMITS.maxBackOff().toNanos();
    assertThat(pause).isBetween(longest * 3 / 4, longest * 5 / 4);
  }

  @Test
  void shouldReportTheDeathWhenTheSessionBreaksAndItsHostRefuses() {
    upByDial(HIGHER);

    assertThat(machine.onEnded(1, DIALLED, SessionEnd.BROKEN, "reset", now))
        .containsExactly(new Down("reset"));
    assertThat(machine.onTime(now)).containsExactly(new Dial());
    assertThat(machine.onDialRefused(now))
        .containsExactly(new Died("reset, and its host refuses new connections"));
    assertThat(machine.isUp()).isFalse();
  }

  @Test
  void shouldAskAgainSoonWhenADyingProcessStillAccepts() {
    upByDial(HIGHER);
    machine.onEnded(1, DIALLED, SessionEnd.BROKEN, "reset", now);
    assertThat(machine.onTime(now)).containsExactly(new Dial());

    assertThat(machine.onEnded(2, DIALLED, SessionEnd.BROKEN, "reset", now)).isEmpty();
    now += 2_000_000;
    assertThat(machine.onTime(now)).containsExactly(new Dial());
    assertThat(machine.onDialRefused(now)).hasSize(1).first().isInstanceOf(Died.class);
  }

  @Test
  void shouldReportNoDeathWhenTheSameProcessAnswers() {
    upByDial(HIGHER);
    machine.onEnded(1, DIALLED, SessionEnd.BROKEN, "reset", now);
    machine.onTime(now);

    assertThat(machine.onAuthenticated(2, DIALLED, HIGHER, now))
        .containsExactly(new Use(2), new Up());
    assertThat(machine.isInDoubt()).isFalse();
  }

  @Test
  void shouldReportTheDeathWhenAnotherProcessAnswers() {
    upByDial(HIGHER);
    machine.onEnded(1, DIALLED, SessionEnd.BROKEN, "reset", now);
    machine.onTime(now);

    assertThat(machine.onAuthenticated(2, DIALLED, HIGHER + 1, now))
        .containsExactly(new Died("a new process answers in its place"), new Use(2), new Up());
  }

  @Test
  void shouldReportTheDeathWhenAnotherProcessComesBeforeTheOldSessionEnds() {
    upByDial(HIGHER);

    assertThat(machine.onAuthenticated(2, ACCEPTED, HIGHER + 1, now))
        .containsExactly(
            new Dismiss(1),
            new Down("a new process answers in its place"),
            new Died("a new process answers in its place"),
            new Use(2),
            new Up());
    assertThat(machine.onEnded(1, DIALLED, SessionEnd.BROKEN, "reset", now)).isEmpty();
    assertThat(machine.isUp()).isTrue();
  }

  @Test
  void shouldReportNothingWhenTheDialFindsSilence() {
    upByDial(HIGHER);
    machine.onEnded(1, DIALLED, SessionEnd.BROKEN, "reset", now);
    machine.onTime(now);

    assertThat(machine.onDialFailed("timed out", now)).isEmpty();
    now = machine.deadlineNanos(Long.MAX_VALUE);
    assertThat(machine.onTime(now)).containsExactly(new Dial());
    assertThat(machine.onDialRefused(now)).as("too late to prove it").isEmpty();
  }

  @Test
  void shouldReportNothingWhenTheRefusalComesAfterTheWindow() {
    upByDial(HIGHER);
    machine.onEnded(1, DIALLED, SessionEnd.BROKEN, "reset", now);
    assertThat(machine.onTime(now)).containsExactly(new Dial());
    now += LIMITS.probeWindow().toNanos();

    assertThat(machine.onTime(now)).isEmpty();
    assertThat(machine.onDialRefused(now)).isEmpty();
  }

  @Test
  void shouldReportNoDeathWhenThePeerSaidGoodbye() {
    upByDial(HIGHER);

    assertThat(machine.onEnded(1, DIALLED, SessionEnd.GOODBYE, "it said goodbye", now))
        .containsExactly(new Down("it said goodbye"));
    now = machine.deadlineNanos(Long.MAX_VALUE);
    machine.onTime(now);
    assertThat(machine.onDialRefused(now)).isEmpty();
  }

  @Test
  void shouldReportNoDeathWhenThePeerWasOnlySilent() {
    upByDial(HIGHER);

    assertThat(machine.onEnded(1, DIALLED, SessionEnd.GIVEN_UP, "silent", now))
        .containsExactly(new Down("silent"));
    now = machine.deadlineNanos(Long.MAX_VALUE);
    machine.onTime(now);
    assertThat(machine.onDialRefused(now)).isEmpty();
  }

  @Test
  void shouldBelieveNoRefusalWhenTheListenerWasNeverReached() {
    assertThat(machine.onTime(now)).containsExactly(new Dial());
    machine.onDialRefused(now);
    assertThat(machine.onAuthenticated(1, ACCEPTED, HIGHER, now))
        .containsExactly(new Use(1), new Up());
    assertThat(machine.onTime(now)).as("tries to reach it").containsExactly(new Dial());
    assertThat(machine.onDialRefused(now))
        .containsExactly(new OneWay("its address refuses connections"));

    machine.onEnded(1, ACCEPTED, SessionEnd.BROKEN, "reset", now);
    machine.onTime(now);

    assertThat(machine.onDialRefused(now)).isEmpty();
  }

  @Test
  void shouldKeepItsOwnDialWhenItsNumberIsLower() {
    machine.onTime(now);
    machine.onAuthenticated(1, ACCEPTED, HIGHER, now);

    assertThat(machine.onAuthenticated(2, DIALLED, HIGHER, now))
        .containsExactly(new Dismiss(1), new Use(2));
    assertThat(machine.onEnded(1, ACCEPTED, SessionEnd.GIVEN_UP, "dismissed", now)).isEmpty();
    assertThat(machine.isUp()).isTrue();
  }

  @Test
  void shouldFollowThePeersDialWhenItsOwnNumberIsHigher() {
    machine.onTime(now);
    machine.onAuthenticated(1, DIALLED, LOWER, now);

    assertThat(machine.onAuthenticated(2, ACCEPTED, LOWER, now)).containsExactly(new Use(2));
    assertThat(machine.onEnded(1, DIALLED, SessionEnd.DUPLICATE, "", now)).isEmpty();
    assertThat(machine.isUp()).isTrue();
  }

  @Test
  void shouldStayUpWhenTheGoodbyeToTheDuplicateComesFirst() {
    machine.onTime(now);
    machine.onAuthenticated(1, DIALLED, LOWER, now);

    assertThat(machine.onEnded(1, DIALLED, SessionEnd.DUPLICATE, "", now)).isEmpty();
    assertThat(machine.onTime(now)).isEmpty();
    assertThat(machine.onAuthenticated(2, ACCEPTED, LOWER, now)).containsExactly(new Use(2));
  }

  @Test
  void shouldReportTheDeathWhenTheDismissedSessionEndsLast() {
    machine.onTime(now);
    machine.onAuthenticated(1, ACCEPTED, HIGHER, now);
    machine.onAuthenticated(2, DIALLED, HIGHER, now);

    assertThat(machine.onEnded(2, DIALLED, SessionEnd.BROKEN, "reset", now))
        .containsExactly(new Down("reset"));
    assertThat(machine.onEnded(1, ACCEPTED, SessionEnd.BROKEN, "reset", now)).isEmpty();
    assertThat(machine.onTime(now)).containsExactly(new Dial());
    assertThat(machine.onDialRefused(now)).hasSize(1).first().isInstanceOf(Died.class);
  }

  @Test
  void shouldReportNoDeathWhenTheGoodbyeComesOnTheOtherSession() {
    machine.onTime(now);
    machine.onAuthenticated(1, DIALLED, LOWER, now);
    machine.onAuthenticated(2, ACCEPTED, LOWER, now);

    assertThat(machine.onEnded(1, DIALLED, SessionEnd.GOODBYE, "it said goodbye", now))
        .containsExactly(new Dismiss(2), new Down("it said goodbye"));
    assertThat(machine.onEnded(2, ACCEPTED, SessionEnd.BROKEN, "reset", now)).isEmpty();
    now = machine.deadlineNanos(Long.MAX_VALUE);
    machine.onTime(now);
    assertThat(machine.onDialRefused(now)).isEmpty();
  }

  @Test
  void shouldPauseBetweenDialsWhenSessionsWithTheSameProcessKeepEndingSoon() {
    upByDial(HIGHER);
    long connection = 1;
    for (int atOnce = 0; atOnce < 3; atOnce++) {
      assertThat(pauseAfterBreak(connection)).isZero();
      reconnect(++connection);
    }
    long pause = 0;
    for (int later = 0; later < 8; later++) {
      pause = pauseAfterBreak(connection);
      assertThat(pause).isGreaterThanOrEqualTo(LIMITS.minBackOff().toNanos() * 3 / 4);
      reconnect(++connection);
    }
    assertThat(pause).isGreaterThanOrEqualTo(LIMITS.maxBackOff().toNanos() * 3 / 4);

    now += LIMITS.maxBackOff().toNanos();
    assertThat(pauseAfterBreak(connection)).as("it stood for long").isZero();
  }

  /** How long after that session's sudden end the peer is dialled. */
  private long pauseAfterBreak(long connection) {
    now += 1_000_000;
    machine.onEnded(connection, DIALLED, SessionEnd.BROKEN, "reset", now);
    long brokenNanos = now;
    while (machine.onTime(now).stream().noneMatch(Dial.class::isInstance)) {
      now = machine.deadlineNanos(Long.MAX_VALUE);
    }
    return now - brokenNanos;
  }

  private void reconnect(long connection) {
    assertThat(machine.onAuthenticated(connection, DIALLED, HIGHER, now))
        .containsExactly(new Use(connection), new Up());
  }

  @Test
  void shouldWaitLongWhenThePeerHasAnotherKey() {
    machine.onTime(now);

    assertThat(machine.onEnded(1, DIALLED, SessionEnd.MISCONFIGURED, "wrong key", now)).isEmpty();

    assertThat(machine.deadlineNanos(Long.MAX_VALUE) - now)
        .isGreaterThanOrEqualTo(LIMITS.maxBackOff().toNanos() * 3 / 4);
  }

  private void upByDial(long instance) {
    assertThat(machine.onTime(now)).containsExactly(new Dial());
    assertThat(machine.onAuthenticated(1, DIALLED, instance, now))
        .isEqualTo(List.of(new Use(1), new Up()));
    assertThat(machine.onTime(now)).isEmpty();
  }
}
