package io.mainstay.health.check;

import io.mainstay.health.BlockingCheck;
import io.mainstay.health.CheckCode;
import io.mainstay.health.CheckResult;
import io.mainstay.health.HealthCheck;
import io.mainstay.health.HealthTarget;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;

/**
 * Looks up the names of targets whose address is unresolved, before each probe, so that a probe
 * goes where the name leads now. While the lookup fails, the last address that it gave is probed;
 * when it says that there is none, the target is down.
 */
public final class ResolvingCheck {

  /** Looks up a name. May block. */
  @FunctionalInterface
  public interface Resolver {
    /** The JDK's; it cannot tell a name without addresses from a lookup that failed. */
    Resolver SYSTEM = host -> List.of(InetAddress.getAllByName(host));

    /** The addresses of a name, or none; throws when that cannot be told now. */
    List<InetAddress> addresses(String host) throws IOException;
  }

  private final HealthCheck check;
  private final Resolver resolver;
  private final Map<String, InetAddress> known = new ConcurrentHashMap<>();

  private ResolvingCheck(HealthCheck check, Resolver resolver) {
    this.check = check;
    this.resolver = resolver;
  }

  /**
   * The same check for names.
   *
   * @param executor runs the lookups
   */
  public static HealthCheck of(HealthCheck check, Resolver resolver, Executor executor) {
    ResolvingCheck resolving = new ResolvingCheck(check, resolver);
    HealthCheck blocking = BlockingCheck.isolating(resolving::probe, executor);
    return (target, timeout) ->
        target.address().isUnresolved()
            ? blocking.probe(target, timeout)
            : check.probe(target, timeout);
  }

  private CompletionStage<CheckResult> probe(HealthTarget target, Duration timeout) {
    long startNanos = System.nanoTime();
    String host = target.address().getHostString();
    lookUp(host).ifPresent(found -> learn(host, found));
    InetAddress address = known.get(host);
    long tookNanos = System.nanoTime() - startNanos;
    Duration left = timeout.minusNanos(tookNanos);
    if (address == null || left.compareTo(Duration.ofMillis(1)) < 0) {
      return CompletableFuture.completedFuture(
          CheckResult.of(CheckCode.L4CON, "no address for " + host, tookNanos));
    }
    InetSocketAddress resolved = new InetSocketAddress(address, target.address().getPort());
    return check.probe(new HealthTarget(target.name(), resolved), left);
  }

  /** Empty when it failed: the name server's trouble is not the server's. */
  private Optional<List<InetAddress>> lookUp(String host) {
    try {
      return Optional.of(resolver.addresses(host));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** An address that is still one of them is kept. */
  private void learn(String host, List<InetAddress> found) {
    InetAddress before = known.get(host);
    if (found.isEmpty()) {
      known.remove(host);
    } else if (before == null || !found.contains(before)) {
      known.put(host, found.get(0));
    }
  }
}
