package io.mainstay.proxy.netty;

import io.mainstay.proxy.ProxyConfig;
import io.mainstay.proxy.queue.SharedCount;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** How many client connections there are, across all event loops. Any thread. */
final class ConnectionCounts {
  /** Of all frontends together. */
  final AtomicInteger all = new AtomicInteger();

  /** Of each client address. */
  final AddressCounts addresses;

  private final SharedCount[] frontends;

  ConnectionCounts(ProxyConfig config) {
    addresses = new AddressCounts(config.limits().maxConnectionsPerAddress());
    frontends =
        Stream.generate(SharedCount::new)
            .limit(config.frontends().size())
            .toArray(SharedCount[]::new);
  }

  /** Of one frontend, by its place in the configuration. */
  SharedCount frontend(int index) {
    return frontends[index];
  }
}
