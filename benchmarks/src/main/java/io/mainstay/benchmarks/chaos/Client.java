package io.mainstay.benchmarks.chaos;

import io.mainstay.benchmarks.chaos.Outcome.End;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/** One client after the other, each with a habit, until it is time to stop. One thread. */
final class Client implements Runnable {
  private static final int MOST_REQUESTS = 15;
  private static final int MOST_PIPELINED = 6;

  private final Frontends ports;
  private final Lottery lottery;
  private final SplittableRandom random;
  private final long untilNanos;
  private final List<Outcome> outcomes = new ArrayList<>();

  Client(Frontends ports, Lottery lottery, long untilNanos) {
    this.ports = ports;
    this.lottery = lottery;
    this.random = lottery.random();
    this.untilNanos = untilNanos;
  }

  /** What became of its requests; when it has ended. */
  List<Outcome> outcomes() {
    return outcomes;
  }

  @Override
  public void run() {
    while (System.nanoTime() - untilNanos < 0) {
      Habit habit = Habit.draw(random);
      Place place = habit == Habit.STREAMS ? lottery.streamPlace() : lottery.place();
      long fromNanos = System.nanoTime();
      try {
        if (habit.streams()) {
          Place streams = habit == Habit.UPGRADES && place == Place.STUBBORN ? Place.PLAIN : place;
          outcomes.add(StreamClient.run(lottery, streams, ports.port(streams)));
        } else {
          converse(habit, place);
        }
      } catch (IOException e) {
        // The frontend itself is never away.
        Ask none = Ask.stream(lottery.nextId(), Place.STREAMS, Fate.ANSWER, 1);
        outcomes.add(
            new Outcome(
                none, End.WRONG, 0, habit + ": " + e, false, false, fromNanos, System.nanoTime()));
      }
    }
  }

  private void converse(Habit habit, Place place) throws IOException {
    try (Conversation to = new Conversation(ports.port(place), habit == Habit.READS_SLOWLY)) {
      int before = random.nextInt(MOST_REQUESTS);
      for (int i = 0; i < before && goesOn(to); i++) {
        ask(to, lottery.small(place), 0, 0);
        pause();
      }
      if (goesOn(to)) {
        behave(to, habit, place);
      }
    }
  }

  private boolean goesOn(Conversation to) {
    return !to.over() && System.nanoTime() - untilNanos < 0;
  }

  private void pause() {
    if (random.nextInt(4) == 0) {
      Conversation.stand(random.nextInt(60));
    }
  }

  private void behave(Conversation to, Habit habit, Place place) throws IOException {
    switch (habit) {
      case STEADY -> steady(to, place);
      case PIPELINES -> pipeline(to, place);
      case READS_SLOWLY -> ask(to, lottery.large(place), 0, TimeUnit.MILLISECONDS.toNanos(2));
      case SENDS_SLOWLY ->
          ask(
              to,
              lottery.withBody(place, random.nextInt(1, 60_000)),
              TimeUnit.MILLISECONDS.toNanos(20),
              0);
      case HALF_CLOSES -> halfClose(to, place);
      case SILENT_IN_HEAD -> silentInHead(to, place);
      default -> leave(to, habit, place);
    }
  }

  private void ask(Conversation to, Ask ask, long sendPauseNanos, long readPauseNanos) {
    long fromNanos = System.nanoTime();
    to.send(ask, sendPauseNanos);
    to.flush();
    outcomes.add(to.receive(ask, fromNanos, readPauseNanos));
  }

  private void steady(Conversation to, Place place) {
    for (int i = 0; i < MOST_REQUESTS && goesOn(to); i++) {
      ask(to, lottery.ask(place), 0, 0);
      pause();
    }
  }

  private void pipeline(Conversation to, Place place) {
    for (int round = 0; round < 4 && goesOn(to); round++) {
      List<Ask> asks = new ArrayList<>();
      long fromNanos = System.nanoTime();
      for (int i = random.nextInt(1, MOST_PIPELINED); i >= 0; i--) {
        Ask ask = lottery.small(place);
        if (!ask.extra()) {
          asks.add(ask);
          to.send(ask, 0);
        }
      }
      to.flush();
      for (Ask ask : asks) {
        outcomes.add(
            to.over()
                ? new Outcome(ask, End.BEHIND, 0, "", true, true, fromNanos, System.nanoTime())
                : to.receive(ask, fromNanos, 0));
      }
    }
  }

  /** Nothing more to say, but still listening. Where requests wait that would end the wait. */
  private void halfClose(Conversation to, Place place) throws IOException {
    Ask ask = lottery.small(place);
    long fromNanos = System.nanoTime();
    to.send(ask, 0);
    to.flush();
    if (place.maxConn() == 0 && !ask.extra()) {
      to.halfClose();
    }
    outcomes.add(to.receive(ask, fromNanos, 0));
    to.leave(false);
  }

  private void silentInHead(Conversation to, Place place) throws IOException {
    Ask ask = lottery.small(place);
    long fromNanos = System.nanoTime();
    byte[] head = Conversation.head(ask);
    to.out().write(head, 0, head.length - 1 - random.nextInt(head.length - 1));
    to.flush();
    Outcome seen = to.receive(ask, fromNanos, 0);
    outcomes.add(
        new Outcome(
            ask, seen.end(), seen.status(), "silent", false, false, fromNanos, seen.toNanos()));
    to.leave(false);
  }

  /** Goes at a point of its own. */
  private void leave(Conversation to, Habit habit, Place place) throws IOException {
    Ask ask = inBody(habit) ? lottery.withBody(place, lottery.bodyBytes()) : lottery.ask(place);
    long fromNanos = System.nanoTime();
    byte[] head = Conversation.head(ask);
    boolean sentHead = habit != Habit.LEAVES_IN_HEAD;
    boolean sentWhole = false;
    try {
      if (!sentHead) {
        to.out().write(head, 0, head.length - 1 - random.nextInt(head.length - 1));
      } else if (inBody(habit)) {
        to.out().write(head);
        to.sendBody(ask, random.nextInt(ask.bodyBytes()), 0);
      } else {
        to.send(ask, 0);
        sentWhole = true;
      }
      to.out().flush();
      if (habit == Habit.HALF_CLOSES_IN_BODY) {
        to.halfClose();
        Outcome seen = to.receive(ask, fromNanos, 0);
        outcomes.add(
            new Outcome(
                ask,
                seen.end(),
                seen.status(),
                seen.detail(),
                true,
                false,
                fromNanos,
                seen.toNanos()));
        return;
      }
      Conversation.stand(random.nextInt(2) == 0 ? 0 : random.nextInt(30));
      if (habit == Habit.LEAVES_IN_ANSWER) {
        readSome(to, random.nextInt(2_000));
      }
    } catch (IOException e) {
      // The proxy was faster.
    }
    outcomes.add(
        new Outcome(ask, End.LEFT, 0, "", sentHead, sentWhole, fromNanos, System.nanoTime()));
    to.leave(random.nextBoolean());
  }

  private static boolean inBody(Habit habit) {
    return habit == Habit.LEAVES_IN_BODY || habit == Habit.HALF_CLOSES_IN_BODY;
  }

  private static void readSome(Conversation to, int bytes) throws IOException {
    to.in().body(Framing.LENGTH, bytes, (piece, from, end) -> {});
  }
}
