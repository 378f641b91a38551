package io.mainstay.benchmarks.chaos;

import io.mainstay.benchmarks.chaos.Outcome.End;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * As many requests at a time as a backend's servers may have: each is answered when all are there,
 * so that none is if a single slot was not given back.
 */
final class Meeting {
  private final Stand stand;
  private final Tally tally;

  Meeting(Stand stand, Tally tally) {
    this.stand = stand;
    this.tally = tally;
  }

  void hold() throws IOException {
    int slots = Place.NARROW.servers() * Place.NARROW.maxConn();
    stand.journal.meet(slots);
    List<Conversation> conversations = new ArrayList<>();
    try {
      List<Outcome> outcomes = new ArrayList<>();
      long fromNanos = System.nanoTime();
      for (int i = 0; i < slots; i++) {
        Conversation one = new Conversation(stand.ports.port(Place.NARROW), false);
        conversations.add(one);
        one.send(ask(i), 0);
        one.flush();
      }
      for (int i = 0; i < slots; i++) {
        outcomes.add(conversations.get(i).receive(ask(i), fromNanos, 0));
      }
      long met = outcomes.stream().filter(outcome -> outcome.end() == End.ANSWERED).count();
      if (met < slots) {
        tally.broken("of " + slots + " slots " + met + " are left: " + outcomes);
      }
    } finally {
      conversations.forEach(Conversation::close);
    }
    streams();
  }

  private void streams() throws IOException {
    int slots = Place.STREAMS.servers() * Place.STREAMS.maxConn();
    List<Conversation> conversations = new ArrayList<>();
    int met = 0;
    try {
      for (int i = 0; i < slots; i++) {
        Conversation one = new Conversation(stand.ports.port(Place.STREAMS), false);
        conversations.add(one);
        one.out().write(Answers.ascii(-100 - i + " ANSWER 1\r\n"));
        one.out().write(new Content(-100 - i).next(1));
        one.flush();
      }
      for (Conversation one : conversations) {
        met += one.in().atEnd() ? 0 : 1;
      }
    } catch (IOException e) {
      tally.broken("a stream of the last: " + e);
    } finally {
      conversations.forEach(Conversation::close);
    }
    if (met < slots) {
      tally.broken("of " + slots + " sessions in TCP mode " + met + " are left");
    }
  }

  private static Ask ask(int index) {
    return new Ask(
        -1L - index,
        Place.NARROW,
        "GET",
        Framing.NONE,
        0,
        Fate.MEET,
        0,
        Framing.LENGTH,
        10,
        0,
        1,
        false);
  }
}
