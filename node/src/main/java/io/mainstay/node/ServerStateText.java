package io.mainstay.node;

import io.mainstay.health.HealthSnapshot;
import io.mainstay.health.HealthState;
import io.mainstay.health.HealthTarget;
import io.mainstay.proxy.BackendSnapshot;
import io.mainstay.proxy.Proxy;
import io.mainstay.proxy.ProxySnapshot;
import io.mainstay.proxy.ServerSnapshot;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What this node thinks of a server, in the words that HAProxy sends to servers with their checks.
 * Counts are up to a second old: a thousand servers must not mean a thousand sums. Any thread.
 */
final class ServerStateText {
  private static final long AGE_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** Counts and when they were taken. */
  private record Counted(ProxySnapshot counts, long takenNanos) {}

  private final String node;
  private final Proxy proxy;
  private final ServerStandings standings;
  private volatile @Nullable Counted latest;

  ServerStateText(String node, Proxy proxy, ServerStandings standings) {
    this.node = node;
    this.proxy = proxy;
    this.standings = standings;
  }

  /** The text; empty for what is no server. */
  String of(HealthTarget target) {
    ProxySnapshot counts = counts(System.nanoTime());
    int slash = target.name().indexOf('/');
    for (BackendSnapshot backend : counts.backends()) {
      for (ServerSnapshot server : backend.servers()) {
        if (slash == backend.name().length()
            && target.name().equals(backend.name() + "/" + server.name())) {
          return of(target.name(), backend, server);
        }
      }
    }
    return "";
  }

  private String of(String name, BackendSnapshot backend, ServerSnapshot server) {
    Optional<HealthSnapshot> check = standings.check(name);
    int weights = backend.servers().stream().mapToInt(ServerSnapshot::weight).sum();
    return check.map(ServerStateText::health).orElse("UP 1/1")
        + "; name="
        + name
        + "; node="
        + node
        + "; weight="
        + server.weight()
        + "/"
        + weights
        + "; scur="
        + server.currentSessions()
        + "/"
        + backend.currentRequests()
        + "; qcur="
        + server.queue().current();
  }

  /** The count is told also when it is full. */
  private static String health(HealthSnapshot check) {
    HealthState state = check.state();
    return check.up()
        ? (check.draining() ? "NOLB " : "UP ")
            + (state.health() - state.rise() + 1)
            + "/"
            + state.fall()
        : "DOWN " + state.health() + "/" + state.rise();
  }

  private ProxySnapshot counts(long nowNanos) {
    Counted known = latest;
    if (known == null || nowNanos - known.takenNanos >= AGE_NANOS) {
      known = new Counted(proxy.snapshot(), nowNanos);
      latest = known;
    }
    return known.counts;
  }
}
