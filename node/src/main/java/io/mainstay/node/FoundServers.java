package io.mainstay.node;

import io.mainstay.health.source.FoundServer;
import io.mainstay.health.source.ServerSource;
import io.mainstay.node.config.SourceConfig;
import io.mainstay.node.status.SocketAddressText;
import io.mainstay.proxy.Server;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The servers that one source has found for a backend, and what becomes of them: who is new is
 * taken in, who has another weight gets it, who is gone is let go. What is new comes before what
 * goes, so that a backend whose servers are all replaced is never empty.
 */
final class FoundServers implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(FoundServers.class);

  /** Where servers are taken in and let go. */
  interface Backend {
    /** Takes a server in; false when there is one of that name already. */
    boolean add(FoundServer found, Server server);

    /** Gives a server another weight. */
    void reweigh(Server server);

    /** Lets a server go. */
    void remove(FoundServer found);

    /** All steps are taken. */
    void changed();
  }

  private final SourceConfig config;
  private final Backend backend;
  private final CountDownLatch first = new CountDownLatch(1);
  private final Map<String, FoundServer> here = new LinkedHashMap<>();

  /** Names that somebody else has, of which was warned. */
  private Set<String> clashes = Set.of();

  private volatile @Nullable ServerSource source;
  private boolean closed;

  FoundServers(SourceConfig config, Backend backend) {
    this.config = config;
    this.backend = backend;
  }

  void start(Plugins plugins) {
    source = plugins.startSource(config, this::found);
  }

  /** Waits until the source has told for the first time; not longer than that. */
  boolean awaitFirst(long nanos) throws InterruptedException {
    return first.await(nanos, TimeUnit.NANOSECONDS);
  }

  /** These are all now; one thread at a time, and none after the end. */
  synchronized void found(List<FoundServer> now) {
    if (closed) {
      return;
    }
    Map<String, FoundServer> gone = new LinkedHashMap<>(here);
    Set<String> clashing = new HashSet<>();
    for (FoundServer server : now) {
      FoundServer was = gone.remove(server.name());
      if (was != null && !was.address().equals(server.address())) {
        remove(was); // it keeps its name, so it has to go first
        was = null;
      }
      if (was == null && !add(server)) {
        clashing.add(server.name());
      } else if (was != null && !was.weight().equals(server.weight())) {
        say(server, "reweigh");
        here.put(server.name(), server);
        backend.reweigh(config.server(server));
      }
    }
    gone.values().forEach(this::remove);
    clashes = Set.copyOf(clashing);
    backend.changed();
    first.countDown();
  }

  private boolean add(FoundServer server) {
    if (!backend.add(server, config.server(server))) {
      if (!clashes.contains(server.name())) {
        LOG.warn(
            "servers backend={} source={} server={} outcome=left-out reason=\"the backend has a"
                + " server of that name\"",
            config.backend(),
            config.source(),
            server.name());
      }
      return false;
    }
    say(server, "add");
    here.put(server.name(), server);
    return true;
  }

  private void remove(FoundServer server) {
    say(server, "drain");
    here.remove(server.name());
    backend.remove(server);
  }

  private void say(FoundServer server, String change) {
    LOG.info(
        "servers backend={} source={} server={} address={} weight={} change={}",
        config.backend(),
        config.source(),
        server.name(),
        SocketAddressText.of(server.address()),
        config.server(server).weight(),
        change);
  }

  /** How long a source may take to stop is its own matter; nothing changes any more at once. */
  @Override
  public void close() {
    synchronized (this) {
      closed = true;
    }
    ServerSource looking = source;
    if (looking != null) {
      looking.close();
    }
  }

  /** The same wait for several. */
  static void awaitFirst(List<FoundServers> all, Duration limit) throws InterruptedException {
    long deadline = System.nanoTime() + limit.toNanos();
    for (FoundServers each : all) {
      if (!each.awaitFirst(deadline - System.nanoTime())) {
        return;
      }
    }
  }
}
