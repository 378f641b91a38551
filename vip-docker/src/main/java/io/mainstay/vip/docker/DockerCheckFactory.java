package io.mainstay.vip.docker;

import io.mainstay.health.BlockingCheck;
import io.mainstay.health.CheckEnvironment;
import io.mainstay.health.CheckSpec;
import io.mainstay.health.HealthCheck;
import io.mainstay.health.HealthCheckFactory;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Makes the check {@code docker}: {@code docker}, for a container called like its server, or {@code
 * docker NAME}; then, where the Engine listens elsewhere, {@code engine=unix:///path} or {@code
 * engine=tcp://host:port}. All checks of one Engine share its connections, which live as long as
 * the process.
 */
public final class DockerCheckFactory implements HealthCheckFactory {

  /** A probe's own time limit is mostly the shorter one. */
  private static final Duration LONGEST_CALL = Duration.ofSeconds(5);

  private static final String ENGINE = "engine=";

  private final Map<URI, Engine> engines = new ConcurrentHashMap<>();

  @Override
  public HealthCheck create(CheckSpec spec, CheckEnvironment environment) {
    Optional<String> container = Optional.empty();
    URI engine = DockerVipSettings.DEFAULT_ENGINE;
    for (String argument : spec.arguments()) {
      if (argument.startsWith(ENGINE)) {
        engine = engine(argument.substring(ENGINE.length()));
      } else if (container.isEmpty() && DockerVipSettings.isName(argument)) {
        container = Optional.of(argument);
      } else {
        throw new IllegalArgumentException(
            "a docker check is written 'docker', 'docker NAME' or 'docker NAME"
                + " engine=unix:///path/to/docker.sock', not with '"
                + argument
                + "'");
      }
    }
    Engine shared = engines.computeIfAbsent(engine, each -> new Engine(each, LONGEST_CALL));
    return new BlockingCheck(new DockerCheck(shared, container), environment.blocking());
  }

  private static URI engine(String written) {
    try {
      return EngineSocket.parse(written);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("docker check: engine " + e.getMessage(), e);
    }
  }
}
