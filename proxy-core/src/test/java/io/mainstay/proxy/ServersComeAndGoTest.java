package io.mainstay.proxy;

import static io.mainstay.proxy.ProxyTest.lines;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mainstay.proxy.stats.StatsColumn;
import io.mainstay.proxy.stats.StatsRow;
import io.mainstay.proxy.stats.StatsTable;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A backend's servers are added and removed while it serves. */
class ServersComeAndGoTest {
  private static final String GET = lines("GET / HTTP/1.1", "Host: a");
  private static final int CLIENTS = 6;
  private static final int ROUNDS = 25;

  private static UnaryOperator<ProxyConfig> on(TransportKind kind) {
    return config -> config.withTransport(kind);
  }

  private static void add(TestProxy proxy, String name, RawServer server) {
    proxy.proxy.addServer("app", Server.of(name, server.address()), ServerState.UP);
  }

  private static BackendSnapshot backend(TestProxy proxy) {
    return proxy.proxy.snapshot().backends().get(0);
  }

  /** Each round brings a server and takes the oldest away, and then really away. */
  @ParameterizedTest
  @EnumSource(names = "AUTO", mode = EnumSource.Mode.EXCLUDE)
  void shouldFailNoRequestWhileAllServersAreReplaced(TransportKind kind) throws Exception {
    TestProxy.assumeWorks(kind);
    AtomicBoolean over = new AtomicBoolean();
    AtomicInteger served = new AtomicInteger();
    ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
    Deque<RawServer> there = new ArrayDeque<>();
    there.add(RawServer.named("x"));
    try (TestProxy proxy = TestProxy.with(on(kind), there.getFirst())) {
      List<Future<?>> all = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        all.add(clients.submit(() -> ask(proxy, over, served)));
      }
      String oldest = "web1";
      for (int round = 2; round < ROUNDS; round++) {
        RawServer next = RawServer.named("x");
        there.add(next);
        add(proxy, "web" + round, next);
        int before = served.get();
        TestProxy.await("requests go on", () -> served.get() >= before + CLIENTS);
        proxy.proxy.removeServer("app", oldest);
        oldest = "web" + round;
        TestProxy.await("drained", () -> backend(proxy).leaving().isEmpty());
        there.removeFirst().close();
      }
      over.set(true);
      for (Future<?> client : all) {
        client.get(30, TimeUnit.SECONDS);
      }
      TestProxy.await("counted", () -> backend(proxy).currentRequests() == 0);
      assertThat(backend(proxy).requests()).isEqualTo(served.get());
      assertThat(backend(proxy).responses().successful()).isEqualTo(served.get());
      assertThat(backend(proxy).servers()).hasSize(1);
      assertThat(proxy.server(0).currentRequests()).isZero();
    } finally {
      clients.shutdownNow();
      for (RawServer server : there) {
        server.close();
      }
    }
  }

  private static Void ask(TestProxy proxy, AtomicBoolean over, AtomicInteger served)
      throws IOException {
    while (!over.get()) {
      try (RawClient client = proxy.client()) {
        for (int i = 0; i < 20 && !over.get(); i++) {
          assertThat(client.send(GET).response()).startsWith("HTTP/1.1 200 ").endsWith("x");
          served.incrementAndGet();
        }
      }
    }
    return null;
  }

  @ParameterizedTest
  @EnumSource(names = "AUTO", mode = EnumSource.Mode.EXCLUDE)
  void shouldLetRunningRequestsFinishAtAServerThatWasRemoved(TransportKind kind)
      throws IOException {
    TestProxy.assumeWorks(kind);
    CountDownLatch answer = new CountDownLatch(1);
    try (RawServer slow = holding(answer);
        RawServer quick = RawServer.named("quick");
        TestProxy proxy = TestProxy.with(on(kind), slow);
        RawClient waiting = proxy.client().send(GET)) {
      TestProxy.await("at the slow one", () -> proxy.server(0).currentRequests() == 1);
      add(proxy, "web2", quick);
      proxy.proxy.removeServer("app", "web1");
      for (int i = 0; i < 5; i++) {
        assertThat(proxy.get("/")).endsWith("quick");
      }
      assertThat(backend(proxy).servers()).extracting(ServerSnapshot::name).containsExactly("web2");
      ServerSnapshot leaving = backend(proxy).leaving().get(0);
      assertThat(leaving.name()).isEqualTo("web1");
      assertThat(leaving.currentRequests()).isEqualTo(1);
      assertThat(leaving.admin()).isEqualTo(ServerAdmin.DRAIN);
      answer.countDown();
      assertThat(waiting.response()).endsWith("slow");
      TestProxy.await("it has left", () -> backend(proxy).leaving().isEmpty());
      assertThat(backend(proxy).responses().successful()).isEqualTo(6);
    }
  }

  /** Nothing that a backend counts goes backwards, and no two rows have the same name. */
  @Test
  void shouldKeepTheCountsOfServersThatLeave() throws Exception {
    CountDownLatch answer = new CountDownLatch(1);
    try (RawServer slow = holding(answer);
        RawServer quick = RawServer.named("quick");
        TestProxy proxy = TestProxy.before(slow);
        RawClient waiting = proxy.client().send(GET)) {
      TestProxy.await("at the slow one", () -> proxy.server(0).currentRequests() == 1);
      proxy.proxy.serverState("app", "web1", ServerState.DOWN);
      proxy.proxy.removeServer("app", "web1");
      assertThat(row(proxy, "web1").get(StatsColumn.STATUS)).isEqualTo("DOWN");
      add(proxy, "web1", quick);
      assertThat(proxy.get("/")).endsWith("quick");
      assertThat(row(proxy, "web1").get(StatsColumn.SID)).isEqualTo("2");
      assertThat(row(proxy, "web1").get(StatsColumn.CHKDOWN)).isEqualTo("0");
      assertThat(row(proxy, "web1").get(StatsColumn.STATUS)).isEqualTo("UP");
      StatsRow leaving = row(proxy, "web1#1");
      assertThat(leaving.get(StatsColumn.CHKDOWN)).isEqualTo("1");
      assertThat(leaving.get(StatsColumn.SCUR)).isEqualTo("1");
      assertThat(leaving.get(StatsColumn.WEIGHT)).isEqualTo("0");
      answer.countDown();
      assertThat(waiting.response()).endsWith("slow");
      TestProxy.await("it has left", () -> backend(proxy).leaving().isEmpty());
      StatsRow all = row(proxy, "BACKEND");
      assertThat(all.get(StatsColumn.CONNECT)).isEqualTo("2");
      assertThat(all.get(StatsColumn.LBTOT)).isEqualTo("2");
      assertThat(all.get(StatsColumn.ACT)).isEqualTo("1");
      assertThat(all.get(StatsColumn.CHKDOWN)).isEqualTo("1");
    }
  }

  private static StatsRow row(TestProxy proxy, String name) {
    List<StatsRow> named =
        StatsTable.of(proxy.proxy.snapshot()).stream()
            .filter(row -> row.get(StatsColumn.SVNAME).equals(name))
            .toList();
    assertThat(named).as("rows called %s", name).hasSize(1);
    return named.get(0);
  }

  /** The new one by the same name is another, and has failed nobody. */
  @ParameterizedTest
  @EnumSource(Balance.class)
  void shouldGiveWhoeverWaitsTheServerThatReplacesTheOneThatFailedIt(Balance balance)
      throws Exception {
    CountDownLatch answer = new CountDownLatch(1);
    RetryPolicy retry = new RetryPolicy(3, Set.of(RetryOn.EMPTY_RESPONSE));
    try (RawServer slow = holding(answer);
        RawServer broken = new RawServer(RawServer.Connection::head);
        RawServer quick = RawServer.named("quick");
        TestProxy proxy =
            TestProxy.with(
                TestProxy.backend(
                    backend ->
                        backend
                            .withBalance(balance)
                            .withRetry(retry)
                            .withServers(
                                backend.servers().stream()
                                    .map(server -> server.withMaxConn(1))
                                    .toList())),
                slow,
                broken)) {
      proxy.proxy.serverState("app", "web2", ServerState.DOWN);
      try (RawClient first = proxy.client().send(GET)) {
        TestProxy.await("at the slow one", () -> proxy.server(0).currentRequests() == 1);
        proxy.proxy.serverState("app", "web2", ServerState.UP);
        try (RawClient second = proxy.client().send(GET)) {
          TestProxy.await("it waits", () -> backend(proxy).queue().current() == 1);
          proxy.proxy.removeServer("app", "web2");
          add(proxy, "web2", quick);
          assertThat(second.response()).endsWith("quick");
        }
        answer.countDown();
        assertThat(first.response()).endsWith("slow");
      }
    }
  }

  @Test
  void shouldCloseUnusedConnectionsToAServerThatWasRemoved() throws Exception {
    CountDownLatch closed = new CountDownLatch(1);
    try (RawServer web =
            new RawServer(
                connection -> {
                  connection.head();
                  connection.send("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nx");
                  if (connection.in.read() < 0) {
                    closed.countDown();
                  }
                });
        TestProxy proxy = TestProxy.before(web)) {
      assertThat(proxy.get("/")).endsWith("x");
      proxy.proxy.removeServer("app", "web1");
      assertThat(closed.await(10, TimeUnit.SECONDS)).isTrue();
      assertThat(proxy.get("/")).startsWith("HTTP/1.1 503 ");
      TestProxy.await("it has left", () -> backend(proxy).leaving().isEmpty());
    }
  }

  /** In its own line or in the common one. */
  @ParameterizedTest
  @EnumSource(Balance.class)
  void shouldSendWhoeverWaitsToTheServerThatComes(Balance balance) throws IOException {
    CountDownLatch answer = new CountDownLatch(1);
    int maxQueue = balance == Balance.LEAST_CONN ? 10 : 0;
    try (RawServer slow = holding(answer);
        RawServer quick = RawServer.named("quick");
        TestProxy proxy =
            TestProxy.with(
                TestProxy.backend(
                    backend ->
                        backend
                            .withBalance(balance)
                            .withServers(
                                List.of(
                                    backend
                                        .servers()
                                        .get(0)
                                        .withMaxConn(1)
                                        .withMaxQueue(maxQueue)))),
                slow);
        RawClient first = proxy.client().send(GET)) {
      TestProxy.await("at the slow one", () -> proxy.server(0).currentRequests() == 1);
      try (RawClient second = proxy.client().send(GET);
          RawClient third = proxy.client().send(GET)) {
        TestProxy.await("they wait", () -> backend(proxy).queue().current() == 2);
        add(proxy, "web2", quick);
        proxy.proxy.removeServer("app", "web1");
        assertThat(second.response()).endsWith("quick");
        assertThat(third.response()).endsWith("quick");
      }
      answer.countDown();
      assertThat(first.response()).endsWith("slow");
      assertThat(backend(proxy).queue().current()).isZero();
    }
  }

  @Test
  void shouldRefuseWhoeverWaitsWhenNoServerIsLeft() throws IOException {
    CountDownLatch answer = new CountDownLatch(1);
    try (RawServer slow = holding(answer);
        TestProxy proxy =
            TestProxy.with(
                TestProxy.backend(
                    backend ->
                        backend.withServers(List.of(backend.servers().get(0).withMaxConn(1)))),
                slow);
        RawClient first = proxy.client().send(GET)) {
      TestProxy.await("at the slow one", () -> proxy.server(0).currentRequests() == 1);
      try (RawClient second = proxy.client().send(GET)) {
        TestProxy.await("it waits", () -> backend(proxy).queue().current() == 1);
        proxy.proxy.removeServer("app", "web1");
        assertThat(second.response()).startsWith("HTTP/1.1 503 ");
      }
      answer.countDown();
      assertThat(first.response()).endsWith("slow");
    }
  }

  @ParameterizedTest
  @EnumSource(names = "AUTO", mode = EnumSource.Mode.EXCLUDE)
  void shouldLetATunnelLiveWhenItsServerIsRemoved(TransportKind kind) throws Exception {
    TestProxy.assumeWorks(kind);
    UnaryOperator<ProxyConfig> tcp =
        config ->
            TestProxy.frontend(frontend -> frontend.withMode(FrontendMode.TCP))
                .apply(config.withTransport(kind));
    try (RawServer echo =
            new RawServer(
                connection -> {
                  for (int next = connection.in.read(); next >= 0; next = connection.in.read()) {
                    connection.send(String.valueOf((char) next));
                  }
                });
        TestProxy proxy = TestProxy.with(tcp, echo);
        RawClient client = proxy.client()) {
      assertThat(client.send("a").bytes(1)).isEqualTo("a");
      proxy.proxy.removeServer("app", "web1");
      assertThat(client.send("b").bytes(1)).isEqualTo("b");
      assertThat(backend(proxy).leaving()).hasSize(1);
      try (RawClient late = proxy.client()) {
        assertThat(late.closed()).isTrue();
      }
      client.socket.shutdownOutput();
      assertThat(client.rest()).isEmpty();
      TestProxy.await("it has left", () -> backend(proxy).leaving().isEmpty());
    }
  }

  @Test
  void shouldHaveRoomAsSoonAsALimitIsRaisedOrLifted() throws IOException {
    CountDownLatch answer = new CountDownLatch(1);
    List<RawClient> clients = new ArrayList<>();
    try (RawServer slow = holding(answer);
        TestProxy proxy = TestProxy.before(slow)) {
      proxy.proxy.serverShare("app", "web1", 1, 1);
      for (int i = 0; i < 4; i++) {
        clients.add(proxy.client().send(GET));
      }
      TestProxy.await("three wait", () -> backend(proxy).queue().current() == 3);
      assertThat(proxy.server(0).maxConn()).isEqualTo(1);
      proxy.proxy.serverShare("app", "web1", 1, 2);
      TestProxy.await("two wait", () -> backend(proxy).queue().current() == 2);
      assertThat(proxy.server(0).activity().mostSessions()).isEqualTo(2);
      proxy.proxy.serverShare("app", "web1", 1, 0);
      TestProxy.await("nobody waits", () -> proxy.server(0).currentRequests() == 4);
      answer.countDown();
      for (RawClient client : clients) {
        assertThat(client.response()).endsWith("slow");
      }
      assertThat(backend(proxy).queue().current()).isZero();
    } finally {
      for (RawClient client : clients) {
        client.close();
      }
    }
  }

  @Test
  void shouldRefuseWhatMakesNoSense() throws IOException {
    try (RawServer web = RawServer.named("x");
        TestProxy proxy = TestProxy.before(web)) {
      assertThatThrownBy(() -> add(proxy, "web1", web))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("backend app has a server web1 already");
      assertThatThrownBy(() -> proxy.proxy.removeServer("app", "web2"))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("backend app has no server web2");
      assertThatThrownBy(() -> proxy.proxy.serverShare("app", "web1", 257, 0))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("out of range");
      assertThat(proxy.get("/")).endsWith("x");
    }
  }

  private static RawServer holding(CountDownLatch answer) throws IOException {
    return new RawServer(
        connection -> {
          connection.head();
          answer.await();
          connection.send("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nslow");
          connection.head();
        });
  }
}
