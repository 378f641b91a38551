package io.mainstay.proxy.netty;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Connections to the servers of one backend that do not open because this host has nothing left for
 * them. Requests then go to other servers, as when a server refuses; the operator is told that it
 * is not the server. Any event loop may call.
 */
final class LocalShortage {
  private static final Logger LOG = LoggerFactory.getLogger("io.mainstay.proxy.connect");

  /** It is told once in so long, for as long as it lasts. */
  private static final long SILENCE_NANOS = TimeUnit.MINUTES.toNanos(1);

  private static final int DEEPEST_CAUSE = 4;

  private final String backend;
  private final AtomicLong toldNanos = new AtomicLong(System.nanoTime() - SILENCE_NANOS);

  LocalShortage(String backend) {
    this.backend = backend;
  }

  /** Looks why a connection did not open. */
  void look(String server, @Nullable Throwable cause) {
    String cure = cure(cause);
    long nowNanos = System.nanoTime();
    long lastNanos = toldNanos.get();
    if (cure != null
        && nowNanos - lastNanos >= SILENCE_NANOS
        && toldNanos.compareAndSet(lastNanos, nowNanos)) {
      LOG.error("backend {} cannot connect to server {}: {}", backend, server, cure);
    }
  }

  /** What is short and what helps; null when nothing is. */
  private static @Nullable String cure(@Nullable Throwable failure) {
    Throwable cause = failure;
    for (int depth = 0; cause != null && depth < DEEPEST_CAUSE; depth++) {
      String words = String.valueOf(cause.getMessage());
      if (words.contains("assign requested address")) {
        return "no local port is left for its address; widen net.ipv4.ip_local_port_range, keep more"
            + " unused connections (pool-max-conn), or give the server another address too";
      }
      if (words.contains("Too many open files")) {
        return "no file descriptor is left; raise the limit (LimitNOFILE, ulimit -n)";
      }
      cause = cause.getCause();
    }
    return null;
  }
}
