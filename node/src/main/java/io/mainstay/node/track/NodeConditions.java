package io.mainstay.node.track;

import java.time.Duration;
import java.util.Optional;

/** What a node knows of itself without probing. Called from any thread; must not block. */
public interface NodeConditions {

  /** How many servers of a backend take requests now. */
  int usableServers(String backend);

  /** Whether a server takes requests now. */
  boolean serverUp(String backend, String server);

  /** Whether a frontend accepts connections. */
  boolean listening(String frontend);

  /** How late the slowest event loop of the proxy runs; empty when it is not measured. */
  Optional<Duration> eventLoopLag();
}
