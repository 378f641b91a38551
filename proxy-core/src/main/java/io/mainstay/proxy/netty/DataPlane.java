package io.mainstay.proxy.netty;

import io.mainstay.proxy.ProxyConfig;
import io.mainstay.proxy.ProxySnapshot;
import io.mainstay.proxy.Server;
import io.mainstay.proxy.ServerAdmin;
import io.mainstay.proxy.ServerLoad;
import io.mainstay.proxy.ServerState;
import io.mainstay.proxy.TransportKind;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.SingleThreadEventExecutor;
import io.netty.util.concurrent.ThreadProperties;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The event loops and listeners of one proxy; what {@code Proxy} is made of. */
public final class DataPlane {
  private static final Logger LOG = LoggerFactory.getLogger(DataPlane.class);

  /** io_uring learns only afterwards that its channels are closed. */
  private static final long QUIET_MILLIS = 20;

  /**
   * How long what is cut off may take to close. It takes no time unless something is wrong, and
   * then nobody who stops a proxy should wait for ever.
   */
  private static final long CLOSING_MILLIS = 5_000;

  /** How long event loops may take to end behind that, if nobody blocks them. */
  private static final long ENDING_MILLIS = 5_000;

  /** How often servers that start slowly get more. */
  private static final long WARM_UP_MILLIS = 250;

  private final ProxyConfig config;
  private final MultiThreadIoEventLoopGroup group;
  private final LoopContext[] loops;
  private final List<BackendState> backends = new ArrayList<>();
  private final List<BoundFrontend> bound = new ArrayList<>();
  private final AtomicReference<CompletableFuture<Void>> stopped = new AtomicReference<>();
  private final AtomicBoolean ended = new AtomicBoolean();
  private final ConnectionCounts counts;
  private final long closingMillis;
  private final TlsPlane tls;
  private final long endingMillis;

  private DataPlane(
      ProxyConfig config,
      Transport transport,
      TlsPlane tls,
      long closingMillis,
      long endingMillis) {
    this.config = config;
    this.tls = tls;
    this.closingMillis = closingMillis;
    this.endingMillis = endingMillis;
    int count =
        config.eventLoops() > 0 ? config.eventLoops() : Runtime.getRuntime().availableProcessors();
    group =
        new MultiThreadIoEventLoopGroup(
            count, new DefaultThreadFactory("mainstay-proxy"), transport.ioHandlers());
    config.backends().forEach(backend -> backends.add(new BackendState(backend, group.next())));
    this.counts = new ConnectionCounts(config);
    loops = new LoopContext[count];
    for (int i = 0; i < count; i++) {
      loops[i] = new LoopContext(group.next(), transport, config, tls, backends, counts);
      loops[i].start();
    }
    startWarmUps();
  }

  private void startWarmUps() {
    for (BackendState backend : backends) {
      var unused =
          loops[0].eventLoop.scheduleAtFixedRate(
              () -> backend.warmUp(System.nanoTime()),
              WARM_UP_MILLIS,
              WARM_UP_MILLIS,
              TimeUnit.MILLISECONDS);
    }
  }

  /** Whether a transport works here. */
  public static boolean supports(TransportKind transport) {
    try {
      Transport.of(transport);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** Binds everything or nothing. */
  public static DataPlane start(ProxyConfig config) throws IOException {
    return start(config, CLOSING_MILLIS, ENDING_MILLIS);
  }

  /**
   * The same.
   *
   * @param closingMillis how long what is cut off may take to close
   * @param endingMillis how long event loops may take to end behind that
   */
  static DataPlane start(ProxyConfig config, long closingMillis, long endingMillis)
      throws IOException {
    Transport transport = Transport.of(config.transport());
    DataPlane plane =
        new DataPlane(config, transport, TlsPlane.start(config), closingMillis, endingMillis);
    try {
      Listeners binder =
          new Listeners(transport, plane.group, plane.loops, plane.tls, config.floatingAddresses());
      for (int i = 0; i < config.frontends().size(); i++) {
        plane.bound.add(binder.bind(config.frontends().get(i), i));
      }
      return plane;
    } catch (IOException | RuntimeException e) {
      plane.stop(Duration.ZERO).toCompletableFuture().join();
      throw e;
    }
  }

  /** Where a frontend listens. */
  public List<InetSocketAddress> localAddresses(String frontend) {
    return bound(frontend).addresses();
  }

  /** Whether all sockets of a frontend still listen. */
  public boolean listening(String frontend) {
    return bound(frontend).listening();
  }

  private BoundFrontend bound(String frontend) {
    for (int i = 0; i < bound.size(); i++) {
      if (config.frontends().get(i).name().equals(frontend)) {
        return bound.get(i);
      }
    }
    throw new IllegalArgumentException("no frontend " + frontend);
  }

  /** Says whether a server gets requests. */
  public void serverState(String backend, String server, ServerState state) {
    BackendState of = backend(backend);
    if (of.state(server, state, System.nanoTime()) && state == ServerState.DOWN) {
      of.closeIdle(server);
    }
  }

  /** Says what an operator wants of a server. */
  public void serverAdmin(String backend, String server, ServerAdmin admin) {
    BackendState of = backend(backend);
    if (of.admin(server, admin, System.nanoTime()) && admin == ServerAdmin.MAINT) {
      of.closeIdle(server);
    }
  }

  /** Gives a server another weight and limit. */
  public void serverShare(String backend, String server, int weight, int maxConn) {
    backend(backend).share(server, weight, maxConn, System.nanoTime());
  }

  /** Adds a server. */
  public void addServer(String backend, Server server, ServerState state) {
    if (!tls.speaks(server.tls())) {
      throw new IllegalArgumentException(
          "server " + server.name() + ": its TLS is none that a server has had since the start");
    }
    backend(backend).add(server, state, System.nanoTime());
  }

  /** Removes a server. */
  public void removeServer(String backend, String server) {
    backend(backend).remove(server, System.nanoTime());
  }

  /** What a server has to do now. */
  public ServerLoad load(String backend, String server) {
    return backend(backend).load(server);
  }

  /** How late the busiest event loop is. */
  public Duration lag() {
    return Duration.ofMillis(Snapshots.lagMillis(loops, System.nanoTime()));
  }

  /** Counts and states. */
  public ProxySnapshot snapshot() {
    return Snapshots.take(config, loops, backends, bound, counts);
  }

  /** Stops in order, then hard. */
  public CompletionStage<Void> stop(Duration drain) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    CompletableFuture<Void> earlier = stopped.compareAndExchange(null, done);
    if (earlier != null) {
      if (drain.isZero()) {
        cut(earlier);
        bound(earlier, drain);
      }
      return earlier;
    }
    bound(done, drain);
    bound.forEach(BoundFrontend::close);
    List<CompletableFuture<Void>> drained = new ArrayList<>();
    for (LoopContext loop : loops) {
      CompletableFuture<Void> loopDrained = new CompletableFuture<>();
      drained.add(loopDrained);
      loop.eventLoop.execute(() -> loop.drain(loopDrained));
    }
    EventLoop timer = loops[0].eventLoop;
    var cut = timer.schedule(() -> cut(done), drain.toNanos(), TimeUnit.NANOSECONDS);
    var unused =
        CompletableFuture.allOf(drained.toArray(CompletableFuture[]::new))
            .thenRun(
                () -> {
                  cut.cancel(false);
                  end(done);
                });
    return done;
  }

  /** Cuts everything off, and ends with or without what then does not close. */
  private void cut(CompletableFuture<Void> done) {
    try {
      for (LoopContext loop : loops) {
        loop.eventLoop.execute(loop::closeAll);
      }
      var unused =
          loops[0].eventLoop.schedule(() -> endLate(done), closingMillis, TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      LOG.debug("the event loops have ended already", e);
    }
  }

  /**
   * Ends the wait for an end that event loops owe, whether they come to it or not: one that is
   * blocked can time nothing itself.
   */
  private void bound(CompletableFuture<Void> done, Duration drain) {
    CompletableFuture<Void> late = new CompletableFuture<>();
    long millis = drain.toMillis() + closingMillis + endingMillis;
    var unused =
        late.completeOnTimeout(null, millis, TimeUnit.MILLISECONDS).thenRun(() -> endBlocked(done));
    var unusedToo = done.whenComplete((nothing, failure) -> late.cancel(false));
  }

  private void endBlocked(CompletableFuture<Void> done) {
    if (!done.isDone()) {
      end(done);
      for (LoopContext loop : loops) {
        if (!loop.eventLoop.isTerminated()) {
          LOG.error("an event loop does not end, {}; the proxy ends without it", whereItIs(loop));
        }
      }
      done.complete(null);
    }
  }

  /** Names the place where an event loop hangs: most likely the application's own code. */
  private static String whereItIs(LoopContext loop) {
    if (loop.eventLoop instanceof SingleThreadEventExecutor executor) {
      ThreadProperties thread = executor.threadProperties();
      for (StackTraceElement place : thread.stackTrace()) {
        if (place.getModuleName() == null || !place.getModuleName().startsWith("java.")) {
          return thread.name() + " is at " + place;
        }
      }
    }
    return "which is ending";
  }

  private void endLate(CompletableFuture<Void> done) {
    if (!ended.get()) {
      LOG.error("connections are left that do not close; the proxy ends without them");
      end(done);
    }
  }

  private void end(CompletableFuture<Void> done) {
    if (ended.getAndSet(true)) {
      return;
    }
    for (LoopContext loop : loops) {
      loop.eventLoop.execute(
          () -> {
            loop.closeAll();
            loop.buffers.close();
          });
    }
    group
        .shutdownGracefully(QUIET_MILLIS, endingMillis, TimeUnit.MILLISECONDS)
        .addListener(
            terminated -> {
              tls.close();
              done.complete(null);
            });
  }

  /** What one event loop owns; for whoever is on that loop. */
  LoopContext loop(int index) {
    return loops[index];
  }

  private BackendState backend(String name) {
    for (BackendState state : backends) {
      if (state.backend.name().equals(name)) {
        return state;
      }
    }
    throw new IllegalArgumentException("no backend " + name);
  }
}
