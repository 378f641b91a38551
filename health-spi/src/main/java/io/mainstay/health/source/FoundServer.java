package io.mainstay.health.source;

import java.net.InetSocketAddress;
import java.util.Objects;
import java.util.OptionalInt;

/**
 * A server that a source has found.
 *
 * @param name unique among those of its source; a source that finds it again gives it the same
 * @param address where it listens; resolved
 * @param weight its share of the turns, 0 to 256; empty for that of the backend's servers
 */
public record FoundServer(String name, InetSocketAddress address, OptionalInt weight) {
  private static final int MOST_WEIGHT = 256;

  /** Refuses what no proxy could use. */
  public FoundServer {
    Objects.requireNonNull(name, "name");
    if (name.isBlank() || address.isUnresolved()) {
      throw new IllegalArgumentException("a server needs a name and an address: " + address);
    }
    weight.ifPresent(
        written -> {
          if (written < 0 || written > MOST_WEIGHT) {
            throw new IllegalArgumentException(
                "server " + name + ": weight " + written + " is not between 0 and " + MOST_WEIGHT);
          }
        });
  }

  /** One with a weight of its own. */
  public FoundServer(String name, InetSocketAddress address, int weight) {
    this(name, address, OptionalInt.of(weight));
  }
}
