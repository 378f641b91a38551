package io.mainstay.benchmarks.compare;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds free ports below those that the kernel gives to clients, so that none is lost again, and
 * keeps them from other runs on this machine until it is closed: also while nobody listens, as when
 * a server is away for a while. One thread.
 */
public final class Ports implements AutoCloseable {
  private static final int FIRST = 18_000;
  private static final int LAST = 32_000;

  /** Where nobody else listens. A listener there makes the probe of every address fail. */
  private static final String CLAIMS = "127.0.0.3";

  private final List<ServerSocket> claims = new ArrayList<>();
  private int next = FIRST + (int) (ProcessHandle.current().pid() % (LAST - FIRST));

  /** A port that is free now on every address; another one each time. */
  public int free() throws IOException {
    for (int tries = 0; tries < LAST - FIRST; tries++) {
      int port = next;
      next = next == LAST ? FIRST : next + 1;
      if (isFree(port) && claim(port)) {
        return port;
      }
    }
    throw new IOException("no port between " + FIRST + " and " + LAST + " is free");
  }

  private static boolean isFree(int port) {
    try (ServerSocket probe = new ServerSocket(port, 1)) {
      return probe.isBound();
    } catch (IOException taken) {
      return false;
    }
  }

  /** False when another run found it free at the same moment and was faster. */
  private boolean claim(int port) {
    try {
      claims.add(new ServerSocket(port, 1, InetAddress.getByName(CLAIMS)));
      return true;
    } catch (IOException taken) {
      return false;
    }
  }

  @Override
  public void close() throws IOException {
    for (ServerSocket claim : claims) {
      claim.close();
    }
    claims.clear();
  }
}
