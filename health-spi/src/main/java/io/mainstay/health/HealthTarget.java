package io.mainstay.health;

import java.net.InetSocketAddress;
import java.util.Objects;

/**
 * What is probed.
 *
 * @param name unique within a monitor; by custom backend and server, {@code app/web1}
 * @param address where the probe goes
 */
public record HealthTarget(String name, InetSocketAddress address) {

  public HealthTarget {
    Objects.requireNonNull(address);
    if (name.isBlank()) {
      throw new IllegalArgumentException("a health target needs a name");
    }
  }
}
