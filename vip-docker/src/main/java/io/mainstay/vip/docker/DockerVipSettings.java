package io.mainstay.vip.docker;

import io.mainstay.vip.MoverSettings;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The Docker mover's settings.
 *
 * @param network name or id of the network that the addresses belong to ({@code network}, required)
 * @param container name or id of the container that gets them ({@code container}); null for the
 *     container this process runs in
 * @param engine where the daemon listens ({@code engine}); {@code unix:///var/run/docker.sock}
 *     unless set
 * @param fencing what may be done about another owner ({@code fence})
 * @param timeout for one call to the daemon ({@code timeout}, 100ms to 60s)
 */
public record DockerVipSettings(
    String network, @Nullable String container, URI engine, Fencing fencing, Duration timeout) {

  /** Where the daemon listens unless configured otherwise. */
  public static final URI DEFAULT_ENGINE = URI.create("unix:///var/run/docker.sock");

  /** For one call to the daemon. */
  public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(5);

  /** All settings there are. */
  static final Set<String> NAMES = Set.of("network", "container", "engine", "fence", "timeout");

  private static final Duration SHORTEST_TIMEOUT = Duration.ofMillis(100);
  private static final Duration LONGEST_TIMEOUT = Duration.ofSeconds(60);

  // The names that the Engine gives and takes; also keeps '/' and '?' out of request paths.
  private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9_.-]{0,254}");

  public DockerVipSettings {
    Objects.requireNonNull(network);
    Objects.requireNonNull(engine);
    Objects.requireNonNull(fencing);
    Objects.requireNonNull(timeout);
  }

  /**
   * Reads the settings as written.
   *
   * @throws IllegalArgumentException when one is missing, wrong or unknown
   */
  public static DockerVipSettings parse(Map<String, String> written) {
    MoverSettings settings = new MoverSettings("docker", written);
    String network = name(settings, "network", settings.requiredText("network"));
    Optional<String> container = settings.text("container");
    container.ifPresent(value -> name(settings, "container", value));
    URI engine = engine(settings);
    Fencing fencing = settings.choice("fence", Fencing.NEVER);
    Duration timeout =
        settings.duration("timeout", DEFAULT_TIMEOUT, SHORTEST_TIMEOUT, LONGEST_TIMEOUT);
    settings.refuseOthers();
    return new DockerVipSettings(network, container.orElse(null), engine, fencing, timeout);
  }

  /** Where the daemon listens, as written or by default. */
  static URI engine(MoverSettings settings) {
    return settings.text("engine").map(value -> engine(settings, value)).orElse(DEFAULT_ENGINE);
  }

  /** Whether it can be a container's or a network's name or id. */
  static boolean isName(String text) {
    return NAME.matcher(text).matches();
  }

  private static String name(MoverSettings settings, String key, String value) {
    if (!isName(value)) {
      throw settings.wrong(key, "is no Docker name or id: '" + value + "'");
    }
    return value;
  }

  private static URI engine(MoverSettings settings, String value) {
    try {
      return EngineSocket.parse(value);
    } catch (IllegalArgumentException e) {
      throw settings.wrong("engine", String.valueOf(e.getMessage()));
    }
  }
}
