package io.mainstay.proxy.netty;

import io.mainstay.proxy.Backend;
import io.mainstay.proxy.Frontend;
import io.mainstay.proxy.ProxyConfig;
import io.mainstay.proxy.Server;
import io.mainstay.proxy.TlsBind;
import io.mainstay.proxy.TlsTermination;
import io.mainstay.proxy.TlsToServer;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The TLS of one proxy: all that is read from files, and the thread that reads them again when they
 * change.
 */
public final class TlsPlane {
  private static final Logger LOG = LoggerFactory.getLogger(TlsPlane.class);
  private static final long POLL_MILLIS = 1_000;

  private final InstantSource clock;
  private final Map<TlsTermination, TlsEntrance> entrances = new ConcurrentHashMap<>();
  private final Map<TlsToServer, TlsExit> exits = new ConcurrentHashMap<>();
  private @Nullable ScheduledExecutorService watch;

  private TlsPlane(InstantSource clock) {
    this.clock = clock;
  }

  /** Reads all files; without TLS in the configuration there is nothing to read and no thread. */
  static TlsPlane start(ProxyConfig config) throws IOException {
    TlsPlane plane = new TlsPlane(InstantSource.system());
    try {
      for (Frontend frontend : config.frontends()) {
        for (TlsBind bind : frontend.tlsBinds()) {
          plane.addEntrance("frontend " + frontend.name(), bind.tls());
        }
      }
      for (Backend backend : config.backends()) {
        for (Server server : backend.servers()) {
          plane.addExit("server " + backend.name() + "/" + server.name(), server.tls());
        }
      }
    } catch (IOException | RuntimeException e) {
      plane.close();
      throw e;
    }
    plane.watch();
    return plane;
  }

  /** Of a proxy without TLS. */
  static TlsPlane none() {
    return new TlsPlane(InstantSource.system());
  }

  /** Reads the files of clients' TLS and does nothing with them. */
  public static void check(TlsTermination settings) throws IOException {
    new TlsEntrance("", settings, InstantSource.system(), System.nanoTime()).close();
  }

  /** Reads the files of servers' TLS and does nothing with them. */
  public static void check(TlsToServer settings) throws IOException {
    new TlsExit("", settings, InstantSource.system()).close();
  }

  private void addEntrance(String name, TlsTermination settings) throws IOException {
    if (!entrances.containsKey(settings)) {
      entrances.put(settings, new TlsEntrance(name, settings, clock, System.nanoTime()));
    }
  }

  private void addExit(String name, @Nullable TlsToServer settings) throws IOException {
    if (settings != null && !exits.containsKey(settings)) {
      exits.put(settings, new TlsExit(name, settings, clock));
    }
  }

  private void watch() {
    if (entrances.isEmpty() && exits.isEmpty()) {
      return;
    }
    TlsLibrary.announce();
    watch =
        Executors.newSingleThreadScheduledExecutor(
            new DefaultThreadFactory("mainstay-certificates", true));
    var unused =
        watch.scheduleWithFixedDelay(this::poll, POLL_MILLIS, POLL_MILLIS, TimeUnit.MILLISECONDS);
  }

  @SuppressWarnings("CatchingUnchecked")
  private void poll() {
    try {
      long nowNanos = System.nanoTime();
      entrances.values().forEach(entrance -> entrance.poll(nowNanos));
      exits.values().forEach(exit -> exit.poll(nowNanos));
    } catch (RuntimeException e) {
      LOG.error("certificates' files cannot be watched", e);
    }
  }

  /** How clients' TLS is ended; read at the start. */
  TlsEntrance entrance(TlsTermination settings) {
    TlsEntrance entrance = entrances.get(settings);
    if (entrance == null) {
      throw new IllegalArgumentException("not read: " + settings);
    }
    return entrance;
  }

  /** Whether these settings are among those read at the start, or there is no TLS to speak. */
  boolean speaks(@Nullable TlsToServer settings) {
    return settings == null || exits.containsKey(settings);
  }

  /** How TLS is spoken to a server; null for not at all. */
  @Nullable TlsExit exit(@Nullable TlsToServer settings) {
    if (settings == null) {
      return null;
    }
    TlsExit exit = exits.get(settings);
    if (exit == null) {
      throw new IllegalArgumentException("not read: " + settings);
    }
    return exit;
  }

  /** Lets go of everything; when no event loop runs any more. */
  void close() {
    ExecutorService running = watch;
    if (running == null) {
      release();
    } else {
      // Behind what that thread is at: nobody else makes or releases anything.
      running.execute(this::release);
      running.shutdown();
    }
  }

  private void release() {
    entrances.values().forEach(TlsEntrance::close);
    exits.values().forEach(TlsExit::close);
  }
}
