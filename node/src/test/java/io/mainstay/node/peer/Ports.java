package io.mainstay.node.peer;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Ports of the loopback address that no dial gets by chance: below the ephemeral ones. None is
 * given twice, for whoever asked may not listen there yet.
 */
final class Ports {
  private static final Set<Integer> GIVEN = ConcurrentHashMap.newKeySet();

  private Ports() {}

  static InetSocketAddress free() throws IOException {
    for (int attempt = 0; attempt < 100; attempt++) {
      InetSocketAddress address =
          Routers.endpoint(ThreadLocalRandom.current().nextInt(20_000, 30_000));
      if (isFree(address) && GIVEN.add(address.getPort())) {
        return address;
      }
    }
    throw new IOException("no free port");
  }

  private static boolean isFree(InetSocketAddress address) {
    try (ServerSocket probe = new ServerSocket()) {
      probe.bind(address);
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
