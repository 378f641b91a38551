package io.mainstay.node;

import io.mainstay.node.track.NodeConditions;
import io.mainstay.proxy.Proxy;
import java.time.Duration;
import java.util.Optional;

/** What trackers may know of this node's proxy and of its servers. */
final class ServingConditions implements NodeConditions {
  private final NodeHealth health;
  private final Proxy proxy;

  ServingConditions(NodeHealth health, Proxy proxy) {
    this.health = health;
    this.proxy = proxy;
  }

  @Override
  public int usableServers(String backend) {
    return health.usableServers().getOrDefault(backend, 0);
  }

  @Override
  public boolean serverUp(String backend, String server) {
    return health.up(backend, server);
  }

  @Override
  public boolean listening(String frontend) {
    return proxy.listening(frontend);
  }

  @Override
  public Optional<Duration> eventLoopLag() {
    return Optional.of(proxy.eventLoopLag());
  }
}
