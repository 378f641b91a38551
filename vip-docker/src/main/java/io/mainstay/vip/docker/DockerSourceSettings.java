package io.mainstay.vip.docker;

import io.mainstay.vip.MoverSettings;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Which containers are servers of a backend, and how they are reached where their own labels do not
 * say.
 *
 * @param label {@code name} or {@code name=value}; {@code mainstay.backend=} and the backend's name
 *     unless set ({@code label})
 * @param network name or id of the network on which they are reached ({@code network})
 * @param port where they listen ({@code port})
 * @param engine where the Engine listens ({@code engine}); {@code unix:///var/run/docker.sock}
 *     unless set
 */
record DockerSourceSettings(String label, Optional<String> network, OptionalInt port, URI engine) {

  /** All settings there are. */
  static final Set<String> NAMES = Set.of("label", "network", "port", "engine");

  private static final int MOST_PORT = 65_535;

  /**
   * Reads the settings as written.
   *
   * @throws IllegalArgumentException when one is wrong or unknown
   */
  static DockerSourceSettings parse(String backend, Map<String, String> written) {
    MoverSettings settings = new MoverSettings("docker", written);
    String label = settings.text("label").orElse(ServerLabels.BACKEND + "=" + backend);
    if (label.isBlank() || label.startsWith("=")) {
      throw settings.wrong("label", "must be a label's name, or name=value");
    }
    Optional<String> network = settings.text("network");
    network
        .filter(name -> !DockerVipSettings.isName(name))
        .ifPresent(
            name -> {
              throw settings.wrong("network", "is no Docker name or id: '" + name + "'");
            });
    URI engine = DockerVipSettings.engine(settings);
    OptionalInt port = port(settings);
    settings.refuseOthers();
    return new DockerSourceSettings(label, network, port, engine);
  }

  private static OptionalInt port(MoverSettings settings) {
    Optional<String> port = settings.text("port");
    if (port.isEmpty()) {
      return OptionalInt.empty();
    }
    int number = port.get().matches("\\d{1,5}") ? Integer.parseInt(port.get()) : 0;
    if (number < 1 || number > MOST_PORT) {
      throw settings.wrong("port", "must be 1 to " + MOST_PORT + ", not '" + port.get() + "'");
    }
    return OptionalInt.of(number);
  }

  /** The label's name. */
  String labelName() {
    int equals = label.indexOf('=');
    return equals < 0 ? label : label.substring(0, equals);
  }

  /** The value that the label must have; empty for any. */
  Optional<String> labelValue() {
    int equals = label.indexOf('=');
    return equals < 0 ? Optional.empty() : Optional.of(label.substring(equals + 1));
  }
}
