package io.mainstay.vip.docker;

import io.mainstay.vip.VipHolder;
import io.mainstay.vip.VipOutcome;
import java.net.InetAddress;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings addresses to one container and takes them away, by way of its endpoint on one network.
 * What the Engine answers to a change is only a hint: whether the container has an address is read
 * from its inspection, before and after. For one thread; every method blocks.
 */
final class EndpointHolder {

  private static final Logger LOG = LoggerFactory.getLogger(EndpointHolder.class);
  private static final Duration RETRY = Duration.ofMillis(200);
  private static final Duration RETRY_NOT_RUNNING = Duration.ofSeconds(1);

  private final Engine engine;
  private final String network;
  private final String container;
  private final Set<InetAddress> movable;
  private final OtherOwners others;
  private final Doubt doubt;

  /**
   * @param container its name or id
   * @param movable one address of a family at most, for that is what an endpoint has
   */
  EndpointHolder(
      Engine engine,
      DockerVipSettings settings,
      String container,
      Set<InetAddress> movable,
      Doubt doubt) {
    this.engine = engine;
    this.network = settings.network();
    this.container = container;
    this.movable = Set.copyOf(movable);
    this.others = new OtherOwners(engine, settings.network(), settings.fencing());
    this.doubt = doubt;
  }

  /**
   * Brings the address here.
   *
   * @param tooLate whether the order is too old to change anything for it
   */
  VipOutcome acquire(InetAddress address, BooleanSupplier tooLate) {
    try {
      ContainerView self = engine.inspect(container);
      EndpointStep step = EndpointStep.toAcquire(self, network, address, movable);
      if (step instanceof EndpointStep.Rest) {
        return held(address, true);
      }
      if (tooLate.getAsBoolean()) {
        return new VipOutcome.Failed(
            address.getHostAddress() + " was asked for too long ago; something stood still", RETRY);
      }
      if (step instanceof EndpointStep.Connect connect) {
        others.forgetSleepers(self, address);
        return connect(self, address, connect.addresses(), tooLate);
      }
      if (step instanceof EndpointStep.Reconnect reconnect) {
        return reconnect(self, address, reconnect.addresses(), tooLate);
      }
      return step instanceof EndpointStep.Refuse refuse
          ? new VipOutcome.Refused(refuse.reason())
          : new VipOutcome.Failed(
              "container " + self.called() + " does not run, it is " + self.status(),
              RETRY_NOT_RUNNING);
    } catch (EngineException e) {
      return outcome(e);
    }
  }

  /** Looks for another owner first, for what the container has on the network is interrupted. */
  private VipOutcome reconnect(
      ContainerView self, InetAddress address, Set<InetAddress> wanted, BooleanSupplier tooLate)
      throws EngineException {
    if (others.owner(self, address).isPresent()) {
      Optional<VipOutcome> inVain = others.contend(self, address, tooLate);
      if (inVain.isPresent()) {
        return inVain.get();
      }
    }
    engine.disconnect(network, container);
    VipOutcome outcome = connect(self, address, wanted, tooLate);
    if (!(outcome instanceof VipOutcome.Held)) {
      restore(without(wanted, address));
    }
    return outcome;
  }

  private VipOutcome connect(
      ContainerView self, InetAddress address, Set<InetAddress> wanted, BooleanSupplier tooLate)
      throws EngineException {
    @Nullable EngineException problem = tryToConnect(wanted);
    if (problem != null && problem.fault() == EngineFault.TIMEOUT) {
      return outcome(problem); // to inspect would take as long; the next attempt does
    }
    VipOutcome seen = judge(address, problem);
    if (problem == null || seen instanceof VipOutcome.Held) {
      return seen;
    }
    if (problem.fault() == EngineFault.ALREADY_CONNECTED) {
      // With another address, or an Engine that crashed left the endpoint behind.
      clearEndpoint();
      return connectForTheLastTime(address, wanted);
    }
    if (problem.fault() == EngineFault.ADDRESS_IN_USE) {
      Optional<VipOutcome> inVain = others.contend(self, address, tooLate);
      return inVain.isPresent() ? inVain.get() : connectForTheLastTime(address, wanted);
    }
    return seen;
  }

  private VipOutcome connectForTheLastTime(InetAddress address, Set<InetAddress> wanted)
      throws EngineException {
    @Nullable EngineException problem = tryToConnect(wanted);
    VipOutcome seen = judge(address, problem);
    if (problem != null
        && problem.fault() == EngineFault.ALREADY_CONNECTED
        && !(seen instanceof VipOutcome.Held)) {
      return new VipOutcome.Refused(String.valueOf(problem.getMessage()));
    }
    return seen;
  }

  private void clearEndpoint() throws EngineException {
    try {
      engine.disconnectByForce(network, container);
    } catch (EngineException e) {
      if (e.fault() != EngineFault.NOT_CONNECTED) {
        throw e;
      }
    }
  }

  private @Nullable EngineException tryToConnect(Set<InetAddress> addresses) {
    try {
      engine.connect(network, container, addresses);
      return null;
    } catch (EngineException e) {
      if (e.fault() == EngineFault.TIMEOUT || e.fault() == EngineFault.UNREACHABLE) {
        doubt.begin();
      }
      return e;
    }
  }

  /** What the container's inspection says after a connect that ended so. */
  private VipOutcome judge(InetAddress address, @Nullable EngineException problem)
      throws EngineException {
    ContainerView after = engine.inspect(container);
    if (EndpointStep.holds(after, network, address)) {
      return held(address, problem != null && problem.fault() == EngineFault.ALREADY_CONNECTED);
    }
    return problem != null
        ? outcome(problem)
        : new VipOutcome.Refused(
            "the Docker Engine put container "
                + after.called()
                + " on network "
                + network
                + ", but not with "
                + address.getHostAddress());
  }

  /** What the container had besides is put back; whoever looks after it mends what fails here. */
  private void restore(Set<InetAddress> addresses) {
    if (addresses.isEmpty()) {
      return;
    }
    @Nullable EngineException problem = tryToConnect(addresses);
    if (problem != null) {
      LOG.warn(
          "docker network={} addresses={} outcome=lost reason=\"{}\"",
          network,
          addresses,
          problem.getMessage());
    }
  }

  /** Takes the address away. */
  VipOutcome release(InetAddress address) {
    others.settled(address);
    try {
      ContainerView self = engine.inspect(container);
      EndpointStep step = EndpointStep.toRelease(self, network, address, movable);
      if (!(step instanceof EndpointStep.Rest)) {
        disconnect(address);
        doubt.end();
      }
      if (step instanceof EndpointStep.Reconnect reconnect) {
        restore(reconnect.addresses());
      }
    } catch (EngineException e) {
      if (e.fault() != EngineFault.NOT_FOUND) {
        return outcome(e);
      }
    }
    return doubt.lasts()
        ? new VipOutcome.Failed(
            "the Docker Engine may still carry out a connect that it has not answered", RETRY)
        : new VipOutcome.Released();
  }

  /** Succeeds when the container does not have the address any more, whatever was answered. */
  private void disconnect(InetAddress address) throws EngineException {
    try {
      engine.disconnect(network, container);
    } catch (EngineException e) {
      boolean gone =
          e.fault() != EngineFault.TIMEOUT
              && EndpointStep.toRelease(engine.inspect(container), network, address, movable)
                  instanceof EndpointStep.Rest;
      if (!gone) {
        throw e;
      }
    }
  }

  /** Who has the address. */
  VipHolder inspect(InetAddress address) {
    try {
      ContainerView self = engine.inspect(container);
      if (EndpointStep.holds(self, network, address)) {
        return new VipHolder.Here();
      }
      Optional<ContainerView> owner = others.owner(self, address);
      return owner.isPresent()
          ? new VipHolder.Elsewhere("container " + owner.get().called())
          : new VipHolder.Absent();
    } catch (EngineException e) {
      return e.fault() == EngineFault.NOT_FOUND
          ? new VipHolder.Absent()
          : new VipHolder.Unknown(String.valueOf(e.getMessage()));
    }
  }

  private VipOutcome held(InetAddress address, boolean already) {
    others.settled(address);
    doubt.end();
    return new VipOutcome.Held(already);
  }

  private static VipOutcome outcome(EngineException e) {
    String reason = String.valueOf(e.getMessage());
    return switch (e.fault()) {
      case NOT_FOUND, REFUSED -> new VipOutcome.Refused(reason);
      default -> new VipOutcome.Failed(reason, RETRY);
    };
  }

  private static Set<InetAddress> without(Set<InetAddress> addresses, InetAddress address) {
    Set<InetAddress> others = new HashSet<>(addresses);
    others.remove(address);
    return others;
  }
}
