package io.mainstay.vip.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.model.Container;
import com.github.dockerjava.api.model.ContainerNetwork;
import com.github.dockerjava.api.model.Event;
import com.github.dockerjava.api.model.EventType;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.core.RemoteApiVersion;
import com.github.dockerjava.httpclient5.ApacheDockerHttpClient;
import com.github.dockerjava.transport.DockerHttpClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The Docker Engine, for callers that may block. Every call ends within the time limit, with what
 * was asked or with an {@link EngineException}. Safe for many threads.
 */
final class Engine implements AutoCloseable {

  private static final int MOST_CONNECTIONS = 32;

  private final URI address;
  private final Duration timeout;
  private final CallDeadline deadline = new CallDeadline();
  private final DockerHttpClient http;

  /** For what may be silent for long. */
  private final DockerHttpClient streams;

  /** Null until a version is agreed. */
  private volatile @Nullable Dialect dialect;

  /** A version, and a client that speaks it or none. */
  private record Dialect(RemoteApiVersion version, DockerClient client) {}

  /** Opens no connection yet. */
  Engine(URI address, Duration timeout) {
    this.address = address;
    this.timeout = timeout;
    // The time limit of a read matters for TCP only; see CallDeadline for Unix sockets.
    this.http =
        new BoundedHttpClient(
            new ApacheDockerHttpClient.Builder()
                .dockerHost(address)
                .maxConnections(MOST_CONNECTIONS)
                .connectionTimeout(timeout)
                .responseTimeout(timeout)
                .build());
    this.streams =
        new ApacheDockerHttpClient.Builder().dockerHost(address).connectionTimeout(timeout).build();
  }

  URI address() {
    return address;
  }

  /** Agrees on a version; otherwise the first call does. */
  void ping() throws EngineException {
    call(client -> true);
  }

  /** A container as it is now. */
  ContainerView inspect(String container) throws EngineException {
    return ContainerView.of(inspectFully(container, timeout));
  }

  private InspectContainerResponse inspectFully(String container, Duration limit)
      throws EngineException {
    InspectContainerResponse inspected =
        call(client -> client.inspectContainerCmd(container).exec(), limit);
    if (inspected == null || inspected.getId() == null || inspected.getState() == null) {
      throw new EngineException(
          EngineFault.MALFORMED,
          "the Docker Engine's answer is no inspection of a container",
          null);
    }
    return inspected;
  }

  /** How a container is, within a time limit of its own. */
  ContainerHealth health(String container, Duration limit) throws EngineException {
    return ContainerHealth.of(inspectFully(container, limit).getState());
  }

  /** The containers on a network, those that do not run included. */
  List<ContainerView> containersOn(String network) throws EngineException {
    return call(
            client ->
                client
                    .listContainersCmd()
                    .withShowAll(true)
                    .withNetworkFilter(List.of(network))
                    .exec())
        .stream()
        .map(ContainerView::of)
        .toList();
  }

  /** The containers that have a label, those that do not run included. */
  List<Container> containersLabelled(String label) throws EngineException {
    return call(
        client ->
            client.listContainersCmd().withShowAll(true).withLabelFilter(List.of(label)).exec());
  }

  /** Puts a container on a network, with these addresses: one of a family at most. */
  void connect(String network, String container, Set<InetAddress> addresses)
      throws EngineException {
    ContainerNetwork.Ipam asked = new ContainerNetwork.Ipam();
    for (InetAddress address : addresses) {
      asked =
          address.getAddress().length == 4
              ? asked.withIpv4Address(address.getHostAddress())
              : asked.withIpv6Address(address.getHostAddress());
    }
    ContainerNetwork endpoint = new ContainerNetwork().withIpamConfig(asked);
    call(
        client ->
            client
                .connectToNetworkCmd()
                .withNetworkId(network)
                .withContainerId(container)
                .withContainerNetwork(endpoint)
                .exec());
  }

  /** Takes a container off a network. */
  void disconnect(String network, String container) throws EngineException {
    call(
        client ->
            client
                .disconnectFromNetworkCmd()
                .withNetworkId(network)
                .withContainerId(container)
                .withForce(false)
                .exec());
  }

  /** Takes a container off a network, also when its end of it does not answer. */
  void disconnectByForce(String network, String container) throws EngineException {
    call(
        client ->
            client
                .disconnectFromNetworkCmd()
                .withNetworkId(network)
                .withContainerId(container)
                .withForce(true)
                .exec());
  }

  /**
   * Follows what happens to the containers that have a label.
   *
   * @param onTurn runs when events come from now on, and when none will come any more
   */
  EngineEvents events(
      List<String> actions, String label, Consumer<Event> onEvent, Runnable onTurn) {
    EngineEvents events = new EngineEvents(onEvent, onTurn);
    try {
      Dialect agreed = dialect;
      RemoteApiVersion version = (agreed != null ? agreed : agree(null, timeout)).version;
      return DockerClientImpl.getInstance(new EngineClientConfig(address, version), streams)
          .eventsCmd()
          .withEventTypeFilter(EventType.CONTAINER)
          .withEventFilter(actions.toArray(String[]::new))
          .withLabelFilter(label)
          .exec(events);
    } catch (EngineException e) {
      events.onError(e);
      return events;
    }
  }

  private <T> T call(Function<DockerClient, T> request) throws EngineException {
    return call(request, timeout);
  }

  private <T> T call(Function<DockerClient, T> request, Duration limit) throws EngineException {
    Dialect agreed = dialect;
    if (agreed == null) {
      agreed = agree(null, limit);
    }
    try {
      return timed(agreed.client, request, limit);
    } catch (EngineException e) {
      if (e.fault() != EngineFault.VERSION) {
        throw e;
      }
      // It was upgraded since, or it does not speak any more what it spoke when this was written.
      return timed(agree(agreed, limit).client, request, limit);
    }
  }

  /**
   * Asks what the Engine speaks.
   *
   * @param refused what it has just refused; when it still offers the same, requests go without a
   *     version and get the Engine's own
   */
  private Dialect agree(@Nullable Dialect refused, Duration limit) throws EngineException {
    DockerClient unversioned = speaking(RemoteApiVersion.UNKNOWN_VERSION);
    Optional<String> offered = timed(unversioned, client -> Optional.ofNullable(offered()), limit);
    RemoteApiVersion version = ApiVersion.agree(offered.orElse(null));
    boolean inVain = refused != null && refused.version.equals(version);
    Dialect agreed = new Dialect(version, inVain ? unversioned : speaking(version));
    dialect = agreed;
    return agreed;
  }

  private DockerClient speaking(RemoteApiVersion version) {
    return DockerClientImpl.getInstance(new EngineClientConfig(address, version), http);
  }

  private @Nullable String offered() {
    DockerHttpClient.Request ping =
        DockerHttpClient.Request.builder()
            .method(DockerHttpClient.Request.Method.GET)
            .path("/_ping")
            .build();
    try (DockerHttpClient.Response answer = http.execute(ping)) {
      return answer.getHeader("Api-Version");
    }
  }

  private <T> T timed(DockerClient client, Function<DockerClient, T> request, Duration limit)
      throws EngineException {
    try {
      return deadline.call(() -> request.apply(client), limit);
    } catch (TimeoutException e) {
      throw new EngineException(
          EngineFault.TIMEOUT,
          "the Docker Engine has not answered within " + limit.toMillis() + " ms",
          e);
    } catch (RejectedExecutionException e) {
      throw new EngineException(
          EngineFault.UNREACHABLE, "the connection to the Docker Engine is closed", e);
    } catch (ExecutionException e) {
      Throwable cause = e.getCause();
      if (cause instanceof RuntimeException failure) {
        throw EngineException.of(failure, address);
      }
      throw new EngineException(EngineFault.MALFORMED, "docker-java failed: " + cause, cause);
    }
  }

  @Override
  public void close() {
    deadline.close();
    try {
      http.close();
      streams.close();
    } catch (IOException e) {
      // What cannot be closed is closed by the process's end.
    }
  }
}
