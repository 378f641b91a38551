package io.mainstay.node.notice;

import io.mainstay.health.host.ScriptCommand;
import io.mainstay.node.exec.CommandRun;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The turns of one virtual router or sync group: one at a time, and none overtakes another. */
final class NotifyLane {
  private static final Logger LOG = LoggerFactory.getLogger(NotifyLane.class);
  private static final int MAX_WAITING = 16;

  /** A state was entered. */
  record Turn(NotifyState state, int priority) {}

  private final EventKind kind;
  private final String name;
  private final NotifyHooks hooks;
  private final Executor executor;
  private final DropOldestQueue<Turn> turns = new DropOldestQueue<>(MAX_WAITING);
  private boolean busy;
  private long delivered;
  private long failed;
  private String problem = "";

  NotifyLane(EventKind kind, String name, NotifyHooks hooks, Executor executor) {
    this.kind = kind;
    this.name = name;
    this.hooks = hooks;
    this.executor = executor;
  }

  boolean isOf(NodeEvent event) {
    return event.kind() == kind && event.subject().equals(name);
  }

  void add(Turn turn) {
    if (!turns.add(turn)) {
      LOG.warn("notify {}: its commands are too slow, the oldest state was left out", name);
    }
    startNext();
  }

  private synchronized void startNext() {
    if (!busy && turns.size() > 0) {
      busy = true;
      executor.execute(this::runOne);
    }
    notifyAll();
  }

  /** One turn for each task, so that lanes share the threads fairly. */
  private void runOne() {
    try {
      Turn turn = turns.poll();
      if (turn != null) {
        run(turn);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      done();
    }
  }

  private synchronized void done() {
    busy = false;
    if (!Thread.currentThread().isInterrupted()) {
      startNext();
    }
    notifyAll();
  }

  private void run(Turn turn) throws InterruptedException {
    @Nullable List<String> own = hooks.states().get(turn.state());
    if (own != null) {
      run(own, turn);
    }
    if (hooks.any().isPresent()) {
      run(NotifyArguments.added(hooks.any().get(), kind, name, turn), turn);
    }
  }

  private void run(List<String> command, Turn turn) throws InterruptedException {
    String what = "notify " + name + " " + turn.state();
    try {
      ScriptCommand start = ScriptCommand.of(command, hooks.user().orElse(null));
      CommandRun.End end =
          CommandRun.run(start.words(), start.environment(), hooks.timeLimit().toNanos());
      end.output()
          .lines()
          .forEach(line -> LOG.info("{}: {}", what, line.replaceAll("\\p{C}", " ")));
      String ending = end.ended() ? "ended with " + end.exitCode() : late();
      count(end.ended() && end.exitCode() == 0 ? "" : command.get(0) + " " + ending, what);
    } catch (IOException | RuntimeException e) {
      count(String.valueOf(e.getMessage()), what);
    }
  }

  private String late() {
    long millis = TimeUnit.NANOSECONDS.toMillis(hooks.timeLimit().toNanos());
    return "did not end within " + millis + " ms and was killed";
  }

  private synchronized void count(String trouble, String what) {
    problem = trouble;
    if (trouble.isEmpty()) {
      delivered++;
    } else {
      failed++;
      LOG.warn("{}: {}", what, trouble);
    }
  }

  void end() {
    turns.end();
  }

  /** Drops what has not begun. */
  void giveUp() {
    turns.clear();
  }

  /** Waits until nothing is left to run. */
  synchronized void awaitIdle(long limitNanos) throws InterruptedException {
    long deadlineNanos = System.nanoTime() + limitNanos;
    while (busy || turns.size() > 0) {
      long leftNanos = deadlineNanos - System.nanoTime();
      if (leftNanos <= 0) {
        return;
      }
      wait(TimeUnit.NANOSECONDS.toMillis(leftNanos) + 1);
    }
  }

  synchronized NoticeCounts counts() {
    return new NoticeCounts(
        "notify", name, delivered, failed, turns.dropped(), turns.size(), problem);
  }
}
