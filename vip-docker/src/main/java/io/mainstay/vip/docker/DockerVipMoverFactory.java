package io.mainstay.vip.docker;

import io.mainstay.vip.VipMover;
import io.mainstay.vip.VipMoverFactory;
import io.mainstay.vip.VipOutcome;
import io.mainstay.vip.VirtualAddress;
import java.net.InetAddress;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the mover {@code docker}: virtual addresses as endpoints of a container on a Docker network
 * with a subnet of its own. {@link DockerVipSettings} are its settings. One address of a family at
 * most, for that is what an endpoint has.
 */
public final class DockerVipMoverFactory implements VipMoverFactory {

  private static final Logger LOG = LoggerFactory.getLogger(DockerVipMoverFactory.class);

  @Override
  public VipMover create(List<VirtualAddress> addresses, Map<String, String> written) {
    DockerVipSettings settings = DockerVipSettings.parse(written);
    Set<InetAddress> endpoint = endpoint(addresses);
    Engine engine = new Engine(settings.engine(), settings.timeout());
    try {
      String container = container(settings, engine);
      Duration twoCalls = settings.timeout().multipliedBy(2);
      EndpointHolder holder =
          new EndpointHolder(
              engine, settings, container, endpoint, new Doubt(twoCalls, System::nanoTime));
      for (InetAddress address : endpoint) {
        removeLeftover(holder, address);
      }
      return new DockerVipMover(
          holder,
          engine,
          new LinkedHashSet<>(addresses),
          twoCalls,
          settings.timeout(),
          System::nanoTime);
    } catch (RuntimeException e) {
      engine.close();
      throw e;
    }
  }

  @Override
  public void check(Map<String, String> settings) {
    DockerVipSettings.parse(settings);
  }

  /** All of them: none is a secret. */
  @Override
  public Set<String> plainSettings() {
    return DockerVipSettings.NAMES;
  }

  private static Set<InetAddress> endpoint(List<VirtualAddress> addresses) {
    long ipv4 = addresses.stream().filter(each -> each.address().getAddress().length == 4).count();
    if (ipv4 > 1 || addresses.size() - ipv4 > 1) {
      throw new IllegalArgumentException(
          "docker mover: a container has one IPv4 and one IPv6 address on a network at most, not "
              + addresses
              + "; make a router for each");
    }
    Set<InetAddress> endpoint = new LinkedHashSet<>();
    addresses.forEach(address -> endpoint.add(address.address()));
    return endpoint;
  }

  /** The container as configured, or this process's own; it must exist. */
  private static String container(DockerVipSettings settings, Engine engine) {
    String container = settings.container();
    if (container == null) {
      container =
          OwnContainer.find()
              .orElseThrow(
                  () ->
                      new IllegalArgumentException(
                          "docker mover: this process runs in no container of the Docker Engine;"
                              + " set container to the name of the one that gets the addresses"));
    }
    try {
      engine.inspect(container);
      return container;
    } catch (EngineException e) {
      throw new IllegalArgumentException(
          "docker mover: "
              + (e.fault() == EngineFault.UNREACHABLE
                  ? EngineSocket.explain(settings.engine(), e)
                  : e.getMessage()),
          e);
    }
  }

  /** A process that was killed left its container with the address. */
  private static void removeLeftover(EndpointHolder holder, InetAddress address) {
    if (holder.release(address) instanceof VipOutcome.Failed failed) {
      LOG.warn(
          "docker address={} outcome=left-over reason=\"{}\"",
          address.getHostAddress(),
          failed.reason());
    }
  }
}
