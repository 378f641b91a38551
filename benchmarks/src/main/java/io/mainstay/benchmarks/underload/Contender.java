package io.mainstay.benchmarks.underload;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What is measured on host A: a proxy and the master of all virtual routers, on one core. */
interface Contender {
  /** What a person calls it. */
  String name();

  /** Starts it; returns its processes when it is there, or fails. */
  List<Command> start(Stand stand);

  /** What it measured of itself, in the order of the report; asked once, after the load. */
  default Map<String, String> own() {
    return new TreeMap<>();
  }
}
