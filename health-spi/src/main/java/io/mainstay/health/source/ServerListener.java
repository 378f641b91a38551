package io.mainstay.health.source;

import java.util.List;

/** Hears which servers there are, on one thread and in order; it must not block for long. */
@FunctionalInterface
public interface ServerListener {

  /**
   * These are the servers now, and no others. What this throws is logged and has no other effect.
   *
   * @param servers all of them, in an order that does not change without reason
   */
  void found(List<FoundServer> servers);
}
