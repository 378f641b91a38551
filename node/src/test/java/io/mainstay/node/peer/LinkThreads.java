package io.mainstay.node.peer;

import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for links to come to rest, which their threads show. */
final class LinkThreads {
  private LinkThreads() {}

  /** Each node reached the other, and one connection is left, with two threads on each side. */
  static void awaitOneSession(PeerLink a, PeerLink b) {
    await(() -> isReached(a) && isReached(b) && ofConnections() == 4);
  }

  /** A refusal counts only once this node itself reached the peer's listener. */
  static boolean isReached(PeerLink link) {
    return link.snapshot().get(0).deathDetectable();
  }

  static long ofConnections() {
    return count("peer-link-\\d+-.*");
  }

  static long all() {
    return count("peer-link.*");
  }

  static void await(BooleanSupplier condition) {
    long deadline = System.nanoTime() + Heard.PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      if (deadline - System.nanoTime() <= 0) {
        throw new AssertionError("the condition never held");
      }
      LockSupport.parkNanos(1_000_000);
    }
  }

  private static long count(String name) {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().matches(name))
        .count();
  }
}
