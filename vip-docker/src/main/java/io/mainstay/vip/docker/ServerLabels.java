package io.mainstay.vip.docker;

import com.github.dockerjava.api.model.Container;
import com.github.dockerjava.api.model.ContainerPort;
import io.mainstay.health.source.FoundServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a container's labels announce. Pure.
 *
 * <ul>
 *   <li>The label of the settings, or else {@code mainstay.backend}, says that it is a server.
 *   <li>{@code mainstay.port}: where it listens; may be left out when the settings say, or the
 *       image exposes one TCP port.
 *   <li>{@code mainstay.network}: on which network; may be left out when the settings say, or the
 *       container is on one.
 *   <li>{@code mainstay.weight}: 0 to 256; that of the backend's servers unless set.
 * </ul>
 */
final class ServerLabels {

  static final String BACKEND = "mainstay.backend";
  private static final String PORT = "mainstay.port";
  private static final String NETWORK = "mainstay.network";
  private static final String WEIGHT = "mainstay.weight";

  private static final int MOST_PORT = 65_535;
  private static final int MOST_WEIGHT = 256;

  /** Labels that cannot be followed; the message names container, label and cure. */
  static final class UnusableException extends Exception {
    UnusableException(ContainerView container, String problem) {
      super("container " + container.called() + ": " + problem);
    }
  }

  private final DockerSourceSettings settings;
  private final ContainerView container;
  private final Map<String, String> labels;
  private final List<ContainerPort> ports;

  private ServerLabels(Container listed, DockerSourceSettings settings) {
    this.settings = settings;
    this.container = ContainerView.of(listed);
    @Nullable Map<String, String> written = listed.getLabels();
    this.labels = written == null ? Map.of() : written;
    ContainerPort @Nullable [] exposed = listed.getPorts();
    this.ports = exposed == null ? List.of() : Arrays.asList(exposed);
  }

  /**
   * The server; empty when the container announces none, or does not run.
   *
   * @throws UnusableException when it would be one if its labels could be followed
   */
  static Optional<FoundServer> read(Container listed, DockerSourceSettings settings)
      throws UnusableException {
    ServerLabels labels = new ServerLabels(listed, settings);
    if (!labels.announced() || !labels.container.status().equals("running")) {
      return Optional.empty();
    }
    int port = labels.port();
    Optional<Integer> written = labels.number(WEIGHT, 0, MOST_WEIGHT);
    OptionalInt weight = written.isPresent() ? OptionalInt.of(written.get()) : OptionalInt.empty();
    InetSocketAddress address = new InetSocketAddress(labels.address(), port);
    return Optional.of(new FoundServer(labels.container.called(), address, weight));
  }

  private boolean announced() {
    Optional<String> said = label(settings.labelName());
    return settings.labelValue().isEmpty() ? said.isPresent() : said.equals(settings.labelValue());
  }

  private Optional<String> label(String name) {
    return Optional.ofNullable(labels.get(name)).map(String::strip);
  }

  private Optional<Integer> number(String name, int least, int most) throws UnusableException {
    Optional<String> text = label(name);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    if (text.get().matches("\\d{1,5}")) {
      int number = Integer.parseInt(text.get());
      if (number >= least && number <= most) {
        return Optional.of(number);
      }
    }
    throw new UnusableException(
        container,
        "label " + name + " must be " + least + " to " + most + ", not '" + text.get() + "'");
  }

  private int port() throws UnusableException {
    Optional<Integer> port = number(PORT, 1, MOST_PORT);
    if (port.isPresent()) {
      return port.get();
    }
    if (settings.port().isPresent()) {
      return settings.port().getAsInt();
    }
    TreeSet<Integer> exposed = new TreeSet<>();
    for (ContainerPort each : ports) {
      boolean tcp = each != null && "tcp".equals(lower(each.getType()));
      if (tcp && each.getPrivatePort() != null) {
        exposed.add(each.getPrivatePort());
      }
    }
    if (exposed.size() == 1) {
      return exposed.first();
    }
    throw new UnusableException(
        container,
        "it exposes the TCP ports "
            + exposed
            + "; choose one with label "
            + PORT
            + " or the setting port");
  }

  private InetAddress address() throws UnusableException {
    Optional<String> network = label(NETWORK).or(settings::network);
    List<InetAddress> candidates =
        container.endpoints().stream()
            .filter(each -> network.isEmpty() || each.isOn(network.get()))
            .flatMap(each -> each.address().stream())
            .toList();
    if (candidates.size() == 1) {
      return candidates.get(0);
    }
    List<String> names = container.endpoints().stream().map(NetworkEndpoint::network).toList();
    throw new UnusableException(
        container,
        network.isPresent()
            ? "it has no address on network " + network.get()
            : "it is on the networks "
                + names
                + "; choose one with label "
                + NETWORK
                + " or the setting network");
  }

  private static String lower(@Nullable String text) {
    return text == null ? "" : text.toLowerCase(Locale.ROOT);
  }
}
