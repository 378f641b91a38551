package io.mainstay.vip.docker;

import io.mainstay.vip.VipOutcome;
import java.net.InetAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deals with other containers that claim an address. A running one is asked for it by waiting, and
 * disconnected only where the settings allow it and after some attempts. For one thread.
 */
final class OtherOwners {

  private static final Logger LOG = LoggerFactory.getLogger(OtherOwners.class);

  /** An address that another container has is asked for this often before its owner is fenced. */
  static final int ATTEMPTS_BEFORE_FENCING = 3;

  private static final Duration RETRY = Duration.ofMillis(200);

  private final Engine engine;
  private final String network;
  private final Fencing fencing;
  private final Map<InetAddress, Integer> attempts = new HashMap<>();

  OtherOwners(Engine engine, String network, Fencing fencing) {
    this.engine = engine;
    this.network = network;
    this.fencing = fencing;
  }

  /** The address is here, or not wanted any more. */
  void settled(InetAddress address) {
    attempts.remove(address);
  }

  /** The other container that has the address now. */
  Optional<ContainerView> owner(ContainerView self, InetAddress address) throws EngineException {
    return claims(self.id()).owner(address);
  }

  /**
   * Says what to answer while another has the address.
   *
   * @param tooLate whether the order is too old to change anything for it
   * @return empty when its owner was disconnected just now
   */
  Optional<VipOutcome> contend(ContainerView self, InetAddress address, BooleanSupplier tooLate)
      throws EngineException {
    int attempt = attempts.merge(address, 1, Integer::sum);
    String written = address.getHostAddress();
    Optional<ContainerView> owner = owner(self, address);
    if (owner.isEmpty()) {
      return failed(
          written
              + " is in use, but by no container on network "
              + network
              + "; is it the gateway's?");
    }
    String name = owner.get().called();
    if (fencing == Fencing.NEVER || attempt < ATTEMPTS_BEFORE_FENCING) {
      return failed(written + " is still with container " + name);
    }
    if (tooLate.getAsBoolean()) {
      return failed(written + " was asked for too long ago");
    }
    LOG.warn("docker network={} address={} outcome=fenced container={}", network, written, name);
    engine.disconnectByForce(network, owner.get().id());
    settled(address);
    return Optional.empty();
  }

  /** A killed holder's container still asks for the address and could not start any more. */
  void forgetSleepers(ContainerView self, InetAddress address) throws EngineException {
    if (fencing == Fencing.NEVER) {
      return;
    }
    for (ContainerView sleeper : claims(self.id()).sleepers(address)) {
      LOG.info(
          "docker network={} address={} outcome=forgotten container={} status={}",
          network,
          address.getHostAddress(),
          sleeper.called(),
          sleeper.status());
      engine.disconnectByForce(network, sleeper.id());
    }
  }

  private AddressClaims claims(String own) throws EngineException {
    return new AddressClaims(engine.containersOn(network), own, network);
  }

  private static Optional<VipOutcome> failed(String reason) {
    return Optional.of(new VipOutcome.Failed(reason, RETRY));
  }
}
