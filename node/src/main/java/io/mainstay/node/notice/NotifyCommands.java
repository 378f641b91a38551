package io.mainstay.node.notice;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Runs the commands of virtual routers and sync groups, those of one in the order of its states, on
 * a few threads for all.
 */
final class NotifyCommands implements EventListener {
  private static final int THREADS = 8;
  private static final int IDLE_SECONDS = 10;

  /** What killing a command may take after the grace is over. */
  private static final long KILL_MILLIS = 1_000;

  private final ThreadPoolExecutor threads =
      new ThreadPoolExecutor(
          THREADS,
          THREADS,
          IDLE_SECONDS,
          TimeUnit.SECONDS,
          new LinkedBlockingQueue<>(),
          NotifyCommands::thread);
  private final List<NotifyLane> lanes = new ArrayList<>();

  NotifyCommands(Map<String, NotifyHooks> routers, Map<String, NotifyHooks> syncGroups) {
    threads.allowCoreThreadTimeOut(true);
    add(EventKind.VRRP, routers, threads);
    add(EventKind.SYNC_GROUP, syncGroups, threads);
  }

  private void add(EventKind kind, Map<String, NotifyHooks> hooks, ExecutorService executor) {
    hooks.forEach((name, each) -> lanes.add(new NotifyLane(kind, name, each, executor)));
  }

  private static Thread thread(Runnable work) {
    Thread thread = new Thread(work, "notify");
    thread.setDaemon(true);
    return thread;
  }

  @Override
  public void onEvent(NodeEvent event) {
    Optional<NotifyState> state = NotifyState.of(event.to());
    if (state.isEmpty()) {
      return;
    }
    for (NotifyLane lane : lanes) {
      if (lane.isOf(event)) {
        lane.add(new NotifyLane.Turn(state.get(), event.priority().orElse(0)));
      }
    }
  }

  /** Every turn is in its lane, and a lane always has a task while it has turns. */
  @Override
  public void stop() {
    lanes.forEach(NotifyLane::end);
  }

  @Override
  public void close(Duration limit) throws InterruptedException {
    long deadlineNanos = System.nanoTime() + limit.toNanos();
    for (NotifyLane lane : lanes) {
      lane.awaitIdle(deadlineNanos - System.nanoTime());
    }
    lanes.forEach(NotifyLane::giveUp);
    threads.shutdownNow();
    threads.awaitTermination(KILL_MILLIS, TimeUnit.MILLISECONDS);
  }

  @Override
  public List<NoticeCounts> counts() {
    return lanes.stream().map(NotifyLane::counts).toList();
  }
}
