package io.mainstay.vip.docker;

import io.mainstay.health.BlockingProbe;
import io.mainstay.health.CheckCode;
import io.mainstay.health.CheckResult;
import io.mainstay.health.HealthTarget;
import java.time.Duration;
import java.util.Optional;

/**
 * Passes while a server's container runs and its HEALTHCHECK, if it has one, is content. When the
 * Engine cannot be asked the result is {@link CheckCode#UNK}, which counts as failed.
 */
final class DockerCheck implements BlockingProbe {

  private final Engine engine;
  private final Optional<String> container;

  /**
   * @param container its name or id; empty for the one that is called like the server
   */
  DockerCheck(Engine engine, Optional<String> container) {
    this.engine = engine;
    this.container = container;
  }

  @Override
  public CheckResult probe(HealthTarget target, Duration timeout) {
    String name = container.orElseGet(() -> serverOf(target.name()));
    long startNanos = System.nanoTime();
    try {
      ContainerHealth health = engine.health(name, timeout);
      return health.judge(System.nanoTime() - startNanos);
    } catch (EngineException e) {
      CheckCode code =
          switch (e.fault()) {
            case NOT_FOUND -> CheckCode.PROCERR;
            case TIMEOUT -> CheckCode.PROCTOUT;
            default -> CheckCode.UNK;
          };
      return CheckResult.of(code, String.valueOf(e.getMessage()), System.nanoTime() - startNanos);
    }
  }

  /** A target is called {@code backend/server}. */
  private static String serverOf(String target) {
    return target.substring(target.lastIndexOf('/') + 1);
  }
}
