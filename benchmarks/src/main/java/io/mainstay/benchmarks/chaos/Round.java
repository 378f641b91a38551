package io.mainstay.benchmarks.chaos;

import io.mainstay.benchmarks.chaos.Outcome.End;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/** Load for some seconds, then rest, then judgement. */
final class Round {
  private static final long IDS = 1_000_000_000L;

  private final Stand stand;
  private final ChaosOptions options;
  private final int number;
  private final Tally tally;

  Round(Stand stand, ChaosOptions options, int number, Tally tally) {
    this.stand = stand;
    this.options = options;
    this.number = number;
    this.tally = tally;
  }

  /** Plays it; gives what the node holds afterwards. */
  Reading play(int seconds) throws IOException, InterruptedException {
    stand.journal.clear();
    StallWatch watch = new StallWatch(stand.journal);
    Thread watching = daemon(watch, "stalls");
    long beganNanos = System.nanoTime();
    long roundNanos = TimeUnit.SECONDS.toNanos(seconds);
    // No deaths in the last quarter: they would close what the node forgets.
    Reaper reaper = new Reaper(stand.servers, random(0), beganNanos + roundNanos * 3 / 4);
    Thread reaping = daemon(reaper, "reaper");
    List<Outcome> outcomes = load(beganNanos + roundNanos);
    reaping.join();
    tally.deaths(reaper.deaths());
    List<String> unrest = stand.awaitRest();
    unrest.forEach(what -> tally.broken("does not come to rest: " + what));
    watch.stop(watching);
    judge(outcomes);
    new Meeting(stand, tally).hold();
    stand.awaitRest().forEach(what -> tally.broken("does not come to rest: " + what));
    return stand.reading();
  }

  private List<Outcome> load(long untilNanos) throws InterruptedException {
    List<Client> clients = new ArrayList<>();
    List<Thread> running = new ArrayList<>();
    for (int i = 1; i <= options.clients(); i++) {
      long firstId = (number * 1_000L + i) * IDS;
      Client client = new Client(stand.ports, new Lottery(random(i), firstId), untilNanos);
      clients.add(client);
      running.add(daemon(client, "client"));
    }
    for (Thread thread : running) {
      thread.join();
    }
    return clients.stream().flatMap(client -> client.outcomes().stream()).toList();
  }

  private SplittableRandom random(int of) {
    return new SplittableRandom(
        options.seed() ^ (number * 0x9E3779B97F4A7C15L + of * 0xD1B54A32D192ED03L));
  }

  private void judge(List<Outcome> outcomes) {
    Judge judge = new Judge(stand.journal, stand.servers);
    for (Outcome outcome : outcomes) {
      tally.add(outcome, stand.journal.arrivals(outcome.ask().id()));
      judge.complaint(outcome).ifPresent(tally::broken);
    }
    stand.journal.complaints().forEach(tally::broken);
    if (outcomes.stream().noneMatch(outcome -> outcome.end() == End.ANSWERED)) {
      tally.broken("nothing was answered at all");
    }
  }

  private static Thread daemon(Runnable work, String name) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }
}
