package io.mainstay.benchmarks.chaos;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/** Where the node listens. */
final class Frontends {
  private final Map<Place, Integer> ports = new EnumMap<>(Place.class);

  void put(Place place, int port) {
    ports.put(place, port);
  }

  int port(Place place) {
    return Objects.requireNonNull(ports.get(place), place::label);
  }
}
