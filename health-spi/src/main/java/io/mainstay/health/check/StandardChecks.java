package io.mainstay.health.check;

import io.mainstay.health.CheckSpec;
import io.mainstay.health.HealthCheckFactory;
import java.util.Map;

/** The checks that come with the house, by the first word of their written form. */
public final class StandardChecks {

  private StandardChecks() {}

  /** Factories of {@code tcp} and {@code http}, whose probes all run on the given loop. */
  public static Map<String, HealthCheckFactory> factories(CheckLoop loop) {
    return Map.of(
        "tcp",
        (spec, environment) -> {
          requireNoArguments(spec);
          return new TcpCheck(loop);
        },
        "http",
        (spec, environment) -> new HttpCheck(loop, HttpProbe.parse(spec.arguments())));
  }

  private static void requireNoArguments(CheckSpec spec) {
    if (!spec.arguments().isEmpty()) {
      throw new IllegalArgumentException(
          "a " + spec.name() + " check takes no arguments, not " + spec.arguments());
    }
  }
}
