package io.mainstay.health.check;

import io.mainstay.health.CheckSpec;
import io.mainstay.health.HealthCheckFactory;

/** The checks that come with the house, by the first word of their written form. */
public final class StandardChecks {

  private StandardChecks() {}

  /** The factory of {@code tcp}; its probes run on the given loop. */
  public static HealthCheckFactory tcp(CheckLoop loop) {
    return (spec, environment) -> {
      requireNoArguments(spec);
      return new TcpCheck(loop);
    };
  }

  /** The factory of {@code http}; its probes run on the given loop. */
  public static HealthCheckFactory http(CheckLoop loop) {
    return (spec, environment) -> new HttpCheck(loop, HttpProbe.parse(spec.arguments()));
  }

  private static void requireNoArguments(CheckSpec spec) {
    if (!spec.arguments().isEmpty()) {
      throw new IllegalArgumentException(
          "a " + spec.name() + " check takes no arguments, not " + spec.arguments());
    }
  }
}
