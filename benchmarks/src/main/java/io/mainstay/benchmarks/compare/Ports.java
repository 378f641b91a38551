package io.mainstay.benchmarks.compare;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** Finds free ports below those that the kernel gives to clients, so that none is lost again. */
public final class Ports {
  private static final int FIRST = 18_000;
  private static final int LAST = 32_000;

  private int next = FIRST + (int) (ProcessHandle.current().pid() % (LAST - FIRST));

  /** A port that is free now; another one each time. */
  public int free() throws IOException {
    for (int tries = 0; tries < LAST - FIRST; tries++) {
      int port = next;
      next = next == LAST ? FIRST : next + 1;
      try (ServerSocket probe = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        return probe.getLocalPort();
      } catch (IOException taken) {
        // The next one, then.
      }
    }
    throw new IOException("no port between " + FIRST + " and " + LAST + " is free");
  }
}
