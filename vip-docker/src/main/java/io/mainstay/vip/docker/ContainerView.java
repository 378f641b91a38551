package io.mainstay.vip.docker;

import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.model.Container;
import com.github.dockerjava.api.model.ContainerNetwork;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A container as the Engine shows it, reduced to what decides.
 *
 * @param id its full id
 * @param name its name without the slash
 * @param status {@code running}, {@code paused}, {@code exited} and so on
 * @param endpoints the networks it is on, or will be on once it runs
 */
record ContainerView(String id, String name, String status, List<NetworkEndpoint> endpoints) {

  ContainerView {
    endpoints = List.copyOf(endpoints);
  }

  static ContainerView of(InspectContainerResponse inspected) {
    InspectContainerResponse.@Nullable ContainerState state = inspected.getState();
    var settings = inspected.getNetworkSettings();
    return new ContainerView(
        Objects.requireNonNullElse(inspected.getId(), ""),
        name(inspected.getName()),
        status(state == null ? null : state.getStatus()),
        endpoints(settings == null ? null : settings.getNetworks()));
  }

  static ContainerView of(Container listed) {
    var settings = listed.getNetworkSettings();
    String @Nullable [] names = listed.getNames();
    return new ContainerView(
        Objects.requireNonNullElse(listed.getId(), ""),
        name(names == null || names.length == 0 ? null : names[0]),
        status(listed.getState()),
        endpoints(settings == null ? null : settings.getNetworks()));
  }

  /** Whether it has its addresses; a paused container keeps them. */
  boolean hasNetwork() {
    return status.equals("running") || status.equals("paused");
  }

  /** Its endpoint on the network of this name or id. */
  Optional<NetworkEndpoint> on(String network) {
    return endpoints.stream().filter(endpoint -> endpoint.isOn(network)).findFirst();
  }

  /** As messages call it. */
  String called() {
    return name.isEmpty() ? id : name;
  }

  private static String status(@Nullable String status) {
    return status == null ? "unknown" : status.toLowerCase(Locale.ROOT);
  }

  private static String name(@Nullable String name) {
    return name == null ? "" : name.startsWith("/") ? name.substring(1) : name;
  }

  private static List<NetworkEndpoint> endpoints(@Nullable Map<String, ContainerNetwork> networks) {
    List<NetworkEndpoint> endpoints = new ArrayList<>();
    if (networks != null) {
      networks.forEach(
          (name, network) -> {
            if (network != null) {
              endpoints.add(NetworkEndpoint.of(name, network));
            }
          });
    }
    return endpoints;
  }
}
