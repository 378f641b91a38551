package io.mainstay.benchmarks.chaos;

import java.io.IOException;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Has servers die and come back, one after the other or several at a time. */
final class Reaper implements Runnable {
  /** Longest time between two deaths or returns. */
  private static final int PACE_MILLIS = 150;

  private final List<ChaosServer> servers;
  private final SplittableRandom random;
  private final long untilNanos;
  private int deaths;
  private @Nullable IOException failure;

  Reaper(List<ChaosServer> servers, SplittableRandom random, long untilNanos) {
    this.servers = servers;
    this.random = random;
    this.untilNanos = untilNanos;
  }

  /** Until it is time; then all of them are up. */
  @Override
  public void run() {
    try {
      while (System.nanoTime() - untilNanos < 0) {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(random.nextInt(10, PACE_MILLIS)));
        next(servers.get(random.nextInt(servers.size())));
      }
      for (ChaosServer server : servers) {
        if (!server.isUp()) {
          server.up();
        }
      }
    } catch (IOException e) {
      failure = e;
    }
  }

  private void next(ChaosServer server) throws IOException {
    if (!server.isUp()) {
      server.up();
    } else if (random.nextInt(3) == 0) {
      deaths++;
      server.down(random.nextBoolean());
    }
  }

  /**
   * How many died; when it has ended.
   *
   * @throws IOException when a server could not come back, so that nothing can be judged
   */
  int deaths() throws IOException {
    if (failure != null) {
      throw failure;
    }
    return deaths;
  }
}
