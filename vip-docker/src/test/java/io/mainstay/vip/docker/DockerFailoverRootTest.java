package io.mainstay.vip.docker;

import static org.assertj.core.api.Assertions.assertThat;

import io.mainstay.health.CheckEnvironment;
import io.mainstay.health.CheckPolicy;
import io.mainstay.health.CheckSpec;
import io.mainstay.health.CheckThreads;
import io.mainstay.health.HealthCheck;
import io.mainstay.health.HealthMonitor;
import io.mainstay.health.HealthTarget;
import io.mainstay.health.HealthTransition;
import io.mainstay.health.InitialState;
import io.mainstay.health.source.FoundServer;
import io.mainstay.vip.OwnOutcome;
import io.mainstay.vip.SerialScheduler;
import io.mainstay.vip.VipMover;
import io.mainstay.vip.VipPolicy;
import io.mainstay.vip.VipReconciler;
import io.mainstay.vip.VirtualAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** Movers, reconcilers, checks and labels together, with a real Engine's containers. */
@Tag("root")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DockerFailoverRootTest {

  private static final String VIP = "10.231.7.100";
  private static final CheckPolicy OFTEN =
      CheckPolicy.DEFAULT
          .withInter(Duration.ofMillis(200))
          .withTimeout(Duration.ofSeconds(20))
          .withRise(1)
          .withFall(1);

  private final VirtualAddress vip = new VirtualAddress(Literal.of(VIP), 24, "eth0");
  private final ScheduledExecutorService reconciling = Executors.newSingleThreadScheduledExecutor();
  private final ExecutorService blocking = CheckThreads.bounded(4);
  private @Nullable DockerDaemon started;

  @BeforeAll
  void start(@TempDir(cleanup = CleanupMode.ALWAYS) Path folder) throws Exception {
    started = DockerDaemon.start(folder);
  }

  private DockerDaemon engine() {
    return Objects.requireNonNull(started);
  }

  @AfterAll
  void end() throws Exception {
    reconciling.shutdownNow();
    blocking.shutdownNow();
    if (started != null) {
      started.close();
    }
  }

  @AfterEach
  void removeContainers() {
    engine().clear();
  }

  private HealthCheck check() {
    return new DockerCheckFactory()
        .create(
            CheckSpec.parse("docker engine=" + engine().address()), new CheckEnvironment(blocking));
  }

  private static HealthTarget target(String container) {
    return new HealthTarget("app/" + container, InetSocketAddress.createUnresolved(container, 80));
  }

  private static <T> T next(BlockingQueue<T> queue) throws InterruptedException {
    T next = queue.poll(120, TimeUnit.SECONDS);
    assertThat(next).as("within two minutes").isNotNull();
    return next;
  }

  /** One load balancer's mover and what drives it. */
  private record Node(VipMover mover, VipReconciler reconciler) implements AutoCloseable {
    @Override
    public void close() {
      reconciler.close();
      mover.close();
    }
  }

  private Node node(String container) {
    Map<String, String> settings =
        Map.of(
            "network", "vip",
            "container", container,
            "engine", engine().address().toString(),
            "fence", "disconnect",
            "timeout", "30s");
    VipMover mover = new DockerVipMoverFactory().create(List.of(vip), settings);
    VipReconciler reconciler =
        new VipReconciler(
            mover, List.of(vip), VipPolicy.DEFAULT, SerialScheduler.on(reconciling), 1);
    return new Node(mover, reconciler);
  }

  private static OwnOutcome telling(String name, BlockingQueue<String> news) {
    return new OwnOutcome() {
      @Override
      public void installed() {
        news.add(name + " holds");
      }

      @Override
      public void failed(String reason) {
        news.add(name + " failed: " + reason);
      }
    };
  }

  @Test
  void shouldMoveTheAddressToTheNextWhenItsHolderIsKilled() throws Exception {
    Map<String, Node> nodes = new LinkedHashMap<>();
    BlockingQueue<String> news = new LinkedBlockingQueue<>();
    BlockingQueue<HealthTransition> turns = new LinkedBlockingQueue<>();
    engine().run("client", "sleep 1000");
    engine().client().connectToNetworkCmd().withNetworkId("vip").withContainerId("client").exec();
    for (String name : List.of("lb1", "lb2", "lb3")) {
      engine()
          .run(name, "mkdir -p /www; echo " + name + " >/www/index.html; exec httpd -f -h /www");
      awaitWebServer(name);
      nodes.put(name, node(name));
    }
    try (HealthMonitor monitor = HealthMonitor.start(turns::add)) {
      nodes.keySet().forEach(name -> monitor.watch(target(name), check(), OFTEN));
      own(nodes, "lb1", news);
      assertThat(next(news)).isEqualTo("lb1 holds");
      assertThat(get()).isEqualTo("lb1\n");

      String[] order = {"lb1", "lb2", "lb3"};
      for (int i = 0; i + 1 < order.length; i++) {
        engine().client().killContainerCmd(order[i]).exec();
        HealthTransition turn = next(turns);
        assertThat(turn.target()).isEqualTo(target(order[i]));
        assertThat(turn.result().description()).isEqualTo("exited with code 137");
        own(nodes, order[i + 1], news);
        assertThat(next(news)).isEqualTo(order[i + 1] + " holds");
        assertThat(get()).isEqualTo(order[i + 1] + "\n");
      }

      // The killed ones can start, and have no claim to the address any more.
      for (String killed : List.of("lb1", "lb2")) {
        engine().client().startContainerCmd(killed).exec();
        assertThat(next(turns).up()).isTrue();
        assertThat(engine().exec(killed, "ip", "address")).doesNotContain(VIP);
      }
      assertThat(get()).isEqualTo("lb3\n");
    } finally {
      nodes.values().forEach(Node::close);
    }
  }

  @Test
  void shouldHoldAndReassertTheAddressWhenTheEngineWasRestarted() throws Exception {
    BlockingQueue<String> news = new LinkedBlockingQueue<>();
    engine().runAlways("lb1", "exec sleep 1000");
    try (Node node = node("lb1")) {
      node.reconciler().own(telling("lb1", news));
      assertThat(next(news)).isEqualTo("lb1 holds");

      engine().restart();
      awaitAddress(node, "after the restart");
      engine()
          .client()
          .disconnectFromNetworkCmd()
          .withNetworkId("vip")
          .withContainerId("lb1")
          .exec();
      awaitAddress(node, "after somebody took it away");
    }
  }

  /**
   * Renews, as a node's duty cycle does, until the address is in the container, which may only just
   * be starting.
   */
  private void awaitAddress(Node node, String when) {
    long endNanos = System.nanoTime() + TimeUnit.MINUTES.toNanos(2);
    String seen = "";
    while (!seen.contains(VIP + "/24")) {
      assertThat(endNanos - System.nanoTime()).as("%s: %s", when, seen).isPositive();
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
      node.reconciler().renew();
      try {
        seen = engine().exec("lb1", "ip", "address");
      } catch (Exception e) {
        seen = e.toString();
      }
    }
  }

  private static void own(Map<String, Node> nodes, String name, BlockingQueue<String> news) {
    Objects.requireNonNull(nodes.get(name)).reconciler().own(telling(name, news));
  }

  private void awaitWebServer(String name) throws Exception {
    String page = "";
    for (int i = 0; i < 200 && !page.endsWith("\n" + name + "\n"); i++) {
      page = get(name, "127.0.0.1");
    }
    assertThat(page).endsWith("\n" + name + "\n");
  }

  /** What the holder of the address says to a container that stands by. */
  private String get() throws Exception {
    String answer = get("client", VIP);
    return answer.substring(answer.lastIndexOf("\r\n") + 2);
  }

  private String get(String container, String address) throws Exception {
    return engine()
        .exec(
            container,
            "/bin/sh",
            "-c",
            "printf 'GET / HTTP/1.0\\r\\n\\r\\n' | nc -w 20 " + address + " 80");
  }

  @Test
  void shouldTakeAnUnhealthyContainerOutAndPutItBack() throws Exception {
    BlockingQueue<HealthTransition> turns = new LinkedBlockingQueue<>();
    engine().runChecked("web1", "touch /ok; exec sleep 1000", "test -f /ok");
    engine().runChecked("web2", "touch /ok; exec sleep 1000", "test -f /ok");
    try (HealthMonitor monitor = HealthMonitor.start(turns::add)) {
      CheckPolicy downFirst = OFTEN.withInitialState(InitialState.FULLY_DOWN);
      monitor.watch(target("web1"), check(), downFirst);
      monitor.watch(target("web2"), check(), downFirst);
      assertThat(List.of(next(turns).target().name(), next(turns).target().name()))
          .containsExactlyInAnyOrder("app/web1", "app/web2");

      engine().exec("web2", "rm", "/ok");
      HealthTransition down = next(turns);
      assertThat(down.target()).isEqualTo(target("web2"));
      assertThat(down.up()).isFalse();
      assertThat(down.result().description()).isEqualTo("unhealthy");
      assertThat(monitor.snapshot("app/web1").orElseThrow().up()).isTrue();

      engine().exec("web2", "touch", "/ok");
      HealthTransition up = next(turns);
      assertThat(up.target()).isEqualTo(target("web2"));
      assertThat(up.up()).isTrue();
      assertThat(up.result().description()).isEqualTo("healthy");
    }
  }

  private DockerServers servers(BlockingQueue<List<FoundServer>> found) {
    return DockerServers.start(
        DockerSourceSettings.parse("app", Map.of("engine", engine().address().toString())),
        found::add);
  }

  @Test
  void shouldFindServersByTheirLabelsWhileTheyComeAndGo() throws Exception {
    Map<String, String> labels = Map.of("mainstay.backend", "app", "mainstay.port", "80");
    BlockingQueue<List<FoundServer>> found = new LinkedBlockingQueue<>();
    engine().run("unlabelled", "sleep 1000");
    engine().run("web1", "exec sleep 1000", labels);
    try (DockerServers servers = servers(found)) {
      assertThat(servers).isNotNull();
      FoundServer web1 = next(found).get(0);
      assertThat(web1.name()).isEqualTo("web1");
      assertThat(web1.address().getPort()).isEqualTo(80);
      assertThat(web1.address().getAddress().getHostAddress()).startsWith("10.231.8.");

      engine().run("web2", "exec sleep 1000", labels);
      List<FoundServer> both = next(found);
      assertThat(both).hasSize(2).contains(web1);

      engine().client().pauseContainerCmd("web1").exec();
      assertThat(next(found)).extracting(FoundServer::name).containsExactly("web2");
      engine().client().unpauseContainerCmd("web1").exec();
      assertThat(next(found)).containsExactlyInAnyOrderElementsOf(both);

      engine().client().killContainerCmd("web2").exec();
      assertThat(next(found)).containsExactly(web1);
    }
  }

  /** The first process of a container ignores the signal unless it handles it. */
  @Test
  void shouldDrainAContainerThatIsAskedToEndBeforeItEnds() throws Exception {
    Map<String, String> labels = Map.of("mainstay.backend", "app", "mainstay.port", "80");
    BlockingQueue<List<FoundServer>> found = new LinkedBlockingQueue<>();
    engine().run("web1", "exec sleep 1000", labels);
    try (DockerServers servers = servers(found)) {
      assertThat(servers).isNotNull();
      assertThat(next(found)).hasSize(1);
      @Nullable List<FoundServer> now = null;
      for (int i = 0; i < 60 && now == null; i++) { // events may not be followed yet
        engine().client().killContainerCmd("web1").withSignal("TERM").exec();
        now = found.poll(2, TimeUnit.SECONDS);
      }
      assertThat(now).isEmpty();
      assertThat(engine().client().inspectContainerCmd("web1").exec().getState().getRunning())
          .isTrue();
    }
  }
}
