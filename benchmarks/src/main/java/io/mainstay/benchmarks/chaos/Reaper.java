package io.mainstay.benchmarks.chaos;

import java.io.IOException;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Has servers die and come back, one after the other or several at a time. */
final class Reaper implements Runnable {
  /** Longest time between two deaths or returns. */
  private static final int PACE_MILLIS = 150;

  private final List<ChaosServer> servers;
  private final SplittableRandom random;
  private int deaths;
  private volatile boolean stopped;

  Reaper(List<ChaosServer> servers, SplittableRandom random) {
    this.servers = servers;
    this.random = random;
  }

  @Override
  public void run() {
    while (!stopped) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(random.nextInt(10, PACE_MILLIS)));
      try {
        next(servers.get(random.nextInt(servers.size())));
      } catch (IOException e) {
        throw new IllegalStateException("a server cannot come back: " + e.getMessage(), e);
      }
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

  /** Ends; then all of them are up. */
  void stop(Thread runner) throws InterruptedException, IOException {
    stopped = true;
    LockSupport.unpark(runner);
    runner.join();
    for (ChaosServer server : servers) {
      if (!server.isUp()) {
        server.up();
      }
    }
  }

  /** How many died; when it has ended. */
  int deaths() {
    return deaths;
  }
}
