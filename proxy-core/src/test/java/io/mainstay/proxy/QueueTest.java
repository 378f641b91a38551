package io.mainstay.proxy;

import static io.mainstay.proxy.ProxyTest.lines;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class QueueTest {
  private static final String GET = lines("GET / HTTP/1.1", "Host: a");
  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
  private static final Duration SHORT = Duration.ofMillis(200);

  private final BlockingQueue<SessionRecord> ended = new LinkedBlockingQueue<>();

  /** A server that tells of every request and answers when it is told to. */
  private static final class Gate {
    final BlockingQueue<String> arrived = new LinkedBlockingQueue<>();
    final BlockingQueue<String> open = new LinkedBlockingQueue<>();

    RawServer server() throws IOException {
      return new RawServer(
          connection -> {
            while (true) {
              String head = connection.head();
              arrived.add(
                  head.substring(head.indexOf(' ') + 1, head.indexOf(" HTTP"))
                      + new String(
                          connection.in.readNBytes(RawClient.contentLength(head)),
                          java.nio.charset.StandardCharsets.ISO_8859_1));
              open.take();
              connection.send(OK);
            }
          });
    }

    String next() throws InterruptedException {
      String path = arrived.poll(10, TimeUnit.SECONDS);
      assertThat(path).as("a request at the server").isNotNull();
      return path;
    }

    void letGo(int requests) {
      for (int i = 0; i < requests; i++) {
        open.add("go");
      }
    }
  }

  private static UnaryOperator<ProxyConfig> servers(UnaryOperator<Server> change) {
    return TestProxy.backend(
        backend -> backend.withServers(backend.servers().stream().map(change).toList()));
  }

  private UnaryOperator<ProxyConfig> oneAtATime(UnaryOperator<Backend> change) {
    // A slow machine is no reason to give up a place in the queue.
    UnaryOperator<Backend> patient =
        backend -> backend.withTimeouts(backend.timeouts().withQueue(Duration.ofMinutes(1)));
    return config ->
        TestProxy.backend(backend -> change.apply(patient.apply(backend)))
            .apply(servers(server -> server.withMaxConn(1)).apply(config))
            .withSessionListener(ended::add);
  }

  private static String get(String path) {
    return lines("GET " + path + " HTTP/1.1", "Host: a");
  }

  private static QueueSnapshot queue(TestProxy proxy) {
    return proxy.proxy.snapshot().backends().get(0).queue();
  }

  private static long requestsNow(TestProxy proxy) {
    return proxy.proxy.snapshot().backends().get(0).currentRequests();
  }

  private static void awaitQueue(TestProxy proxy, int length) {
    TestProxy.await(length + " in the queue", () -> queue(proxy).current() == length);
  }

  private SessionRecord next() throws InterruptedException {
    SessionRecord record = ended.poll(10, TimeUnit.SECONDS);
    assertThat(record).as("a session that ended").isNotNull();
    return record;
  }

  @ParameterizedTest
  @EnumSource(Balance.class)
  void shouldServeWhoCameFirstWhicheverEventLoopItIsOn(Balance balance) throws Exception {
    Gate gate = new Gate();
    List<RawClient> clients = new ArrayList<>();
    try (RawServer web = gate.server();
        TestProxy proxy =
            TestProxy.with(
                config ->
                    oneAtATime(backend -> backend.withBalance(balance))
                        .apply(config)
                        .withEventLoops(4),
                web)) {
      clients.add(proxy.client().send(get("/0")));
      assertThat(gate.next()).isEqualTo("/0");
      for (int i = 1; i <= 12; i++) {
        clients.add(proxy.client().send(get("/" + i)));
        awaitQueue(proxy, i);
      }
      TestProxy.await("the last one in the line", () -> queue(proxy).most() == 12);
      assertThat(gate.arrived).isEmpty();
      for (int i = 1; i <= 12; i++) {
        gate.letGo(1);
        assertThat(gate.next()).isEqualTo("/" + i);
        assertThat(clients.get(i - 1).response()).endsWith("ok");
      }
      gate.letGo(1);
      assertThat(clients.get(12).response()).endsWith("ok");
      QueueSnapshot queue = queue(proxy);
      assertThat(queue.current()).isZero();
      assertThat(queue.most()).isEqualTo(12);
      assertThat(queue.time().count()).isEqualTo(12);
      assertThat(proxy.server(0).queue().time().count()).isEqualTo(12);
    } finally {
      for (RawClient client : clients) {
        client.close();
      }
    }
  }

  @Test
  void shouldNeverSendAServerMoreAtATimeThanItTakes() throws Exception {
    AtomicInteger running = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    try (RawServer web =
            new RawServer(
                connection -> {
                  while (true) {
                    connection.head();
                    most.accumulateAndGet(running.incrementAndGet(), Math::max);
                    LockSupport.parkNanos(1_000);
                    running.decrementAndGet();
                    connection.send(OK);
                  }
                });
        TestProxy proxy =
            TestProxy.with(
                config -> servers(server -> server.withMaxConn(3)).apply(config).withEventLoops(4),
                web)) {
      List<Thread> clients = new ArrayList<>();
      AtomicInteger answers = new AtomicInteger();
      for (int i = 0; i < 16; i++) {
        Thread thread =
            new Thread(
                () -> {
                  try (RawClient client = proxy.client()) {
                    for (int n = 0; n < 100; n++) {
                      assertThat(client.send(GET).response()).endsWith("ok");
                      answers.incrementAndGet();
                    }
                  } catch (IOException e) {
                    throw new AssertionError(e);
                  }
                });
        thread.start();
        clients.add(thread);
      }
      for (Thread client : clients) {
        client.join();
      }
      assertThat(answers).hasValue(1600);
      assertThat(most.get()).isLessThanOrEqualTo(3);
      assertThat(queue(proxy).current()).isZero();
      assertThat(queue(proxy).most()).isPositive();
    }
  }

  @Test
  void shouldUseWhoHasRoomBeforeAnybodyWaits() throws Exception {
    Gate gate = new Gate();
    try (RawServer busy = gate.server();
        RawServer idle = RawServer.named("idle");
        TestProxy proxy = TestProxy.with(oneAtATime(backend -> backend), busy, idle);
        RawClient waiting = proxy.client().send(GET)) {
      gate.next();
      for (int i = 0; i < 5; i++) {
        assertThat(proxy.get("/")).endsWith("idle");
        // The client may have its answer before the proxy has counted it.
        TestProxy.await("one request left", () -> requestsNow(proxy) == 1);
      }
      assertThat(queue(proxy).most()).isZero();
      gate.letGo(1);
      assertThat(waiting.response()).endsWith("ok");
    }
  }

  @Test
  void shouldAnswer503WhenTheWaitIsTooLong() throws Exception {
    Gate gate = new Gate();
    try (RawServer web = gate.server();
        TestProxy proxy =
            TestProxy.with(
                oneAtATime(backend -> backend.withTimeouts(backend.timeouts().withQueue(SHORT))),
                web);
        RawClient first = proxy.client().send(get("/1"));
        RawClient second = proxy.client()) {
      gate.next();
      assertThat(second.send(get("/2")).response()).startsWith("HTTP/1.1 503 ");
      SessionRecord late = next();
      assertThat(late.termination().letters()).isEqualTo("sQ");
      assertThat(late.server()).isNull();
      assertThat(queue(proxy).time().count()).isEqualTo(1);
      gate.letGo(2);
      assertThat(first.response()).endsWith("ok");
      assertThat(second.send(get("/3")).response()).endsWith("ok");
      assertThat(gate.next()).isEqualTo("/3");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"reset", "close"})
  void shouldForgetAWaitingRequestWhoseClientLeaves(String how) throws Exception {
    Gate gate = new Gate();
    try (RawServer web = gate.server();
        TestProxy proxy = TestProxy.with(oneAtATime(backend -> backend), web);
        RawClient first = proxy.client().send(get("/1"));
        RawClient last = proxy.client()) {
      gate.next();
      try (RawClient leaving = proxy.client().send(get("/2"))) {
        awaitQueue(proxy, 1);
        leaving.socket.setSoLinger(how.equals("reset"), 0);
      }
      assertThat(next().termination().letters()).isEqualTo("CQ");
      awaitQueue(proxy, 0);
      last.send(get("/3"));
      awaitQueue(proxy, 1);
      gate.letGo(2);
      assertThat(gate.next()).isEqualTo("/3");
      assertThat(first.response() + last.response()).isNotEmpty();
      assertThat(proxy.frontend().clientAborts()).isEqualTo(1);
    }
  }

  @Test
  void shouldAnswerWhoOnlyStoppedSendingWhenItIsToldTo() throws Exception {
    Gate gate = new Gate();
    QueuePolicy keep = QueuePolicy.defaults().withOnClientClose(QueuePolicy.OnClientClose.KEEP);
    try (RawServer web = gate.server();
        TestProxy proxy = TestProxy.with(oneAtATime(backend -> backend.withQueue(keep)), web);
        RawClient first = proxy.client().send(get("/1"));
        RawClient half = proxy.client()) {
      gate.next();
      half.send(get("/2"));
      awaitQueue(proxy, 1);
      half.socket.shutdownOutput();
      gate.letGo(2);
      assertThat(first.response() + half.response()).doesNotContain("503");
    }
  }

  @Test
  void shouldAnswer503AtOnceWhenTooManyWait() throws Exception {
    Gate gate = new Gate();
    try (RawServer web = gate.server();
        TestProxy proxy =
            TestProxy.with(
                oneAtATime(backend -> backend.withQueue(QueuePolicy.defaults().withLimit(1))),
                web);
        RawClient first = proxy.client().send(get("/1"));
        RawClient second = proxy.client()) {
      gate.next();
      second.send(get("/2"));
      awaitQueue(proxy, 1);
      assertThat(proxy.get("/3")).startsWith("HTTP/1.1 503 ");
      assertThat(next().termination().letters()).isEqualTo("PQ");
      gate.letGo(2);
      assertThat(first.response() + second.response()).doesNotContain("503");
    }
  }

  @Test
  void shouldCountARedispatchWhenTheOtherServerHasRoomAndNotBefore() throws Exception {
    Gate gate = new Gate();
    Gate failing = new Gate();
    RetryPolicy policy = new RetryPolicy(3, Set.of(RetryOn.EMPTY_RESPONSE));
    try (RawServer busy = gate.server();
        RawServer broken =
            new RawServer(
                connection -> {
                  failing.arrived.add(connection.head());
                  failing.open.take();
                });
        TestProxy proxy =
            TestProxy.with(oneAtATime(backend -> backend.withRetry(policy)), busy, broken);
        RawClient first = proxy.client().send(get("/1"));
        RawClient second = proxy.client()) {
      gate.next();
      second.send(get("/2"));
      failing.next();
      proxy.proxy.serverState("app", "web2", ServerState.DOWN);
      failing.letGo(1);
      awaitQueue(proxy, 1);
      assertThat(redispatches(proxy)).isZero();
      gate.letGo(2);
      assertThat(first.response() + second.response()).doesNotContain("50");
      assertThat(redispatches(proxy)).isEqualTo(1);
      assertThat(proxy.server(1).retries()).isEqualTo(1);
      assertThat(proxy.server(0).retries()).isZero();
    }
  }

  /**
   * The one that failed has room at once, and is asked by others; the request waits all the same.
   */
  @ParameterizedTest
  @EnumSource(Balance.class)
  void shouldNotQueueARedispatchForTheServerThatFailedIt(Balance balance) throws Exception {
    Gate gate = new Gate();
    Gate failing = new Gate();
    RetryPolicy policy = new RetryPolicy(3, Set.of(RetryOn.EMPTY_RESPONSE));
    try (RawServer busy = gate.server();
        RawServer broken =
            new RawServer(
                connection -> {
                  failing.arrived.add(connection.head());
                  failing.open.take();
                });
        TestProxy proxy =
            TestProxy.with(
                oneAtATime(backend -> backend.withRetry(policy).withBalance(balance)),
                busy,
                broken);
        RawClient first = proxy.client();
        RawClient second = proxy.client()) {
      proxy.proxy.serverState("app", "web2", ServerState.DOWN);
      first.send(get("/1"));
      gate.next();
      proxy.proxy.serverState("app", "web2", ServerState.UP);
      second.send(get("/2"));
      failing.next();
      failing.letGo(1);
      awaitQueue(proxy, 1);
      // Whoever may come to the broken server does; it is asked for nothing else meanwhile.
      proxy.proxy.serverState("app", "web2", ServerState.DOWN);
      proxy.proxy.serverState("app", "web2", ServerState.UP);
      gate.letGo(2);
      assertThat(first.response() + second.response()).doesNotContain("50");
      assertThat(gate.next()).isEqualTo("/2");
      assertThat(failing.arrived).isEmpty();
      assertThat(redispatches(proxy)).isEqualTo(1);
    }
  }

  private static long redispatches(TestProxy proxy) {
    return proxy.proxy.snapshot().backends().get(0).activity().redispatches();
  }

  @Test
  void shouldSendTheBodyThatWaitedToo() throws Exception {
    Gate gate = new Gate();
    try (RawServer web = gate.server();
        TestProxy proxy = TestProxy.with(oneAtATime(backend -> backend), web);
        RawClient first = proxy.client().send(get("/1"));
        RawClient second = proxy.client()) {
      gate.next();
      second.send(lines("POST /2 HTTP/1.1", "Host: a", "Content-Length: 8") + "half");
      awaitQueue(proxy, 1);
      second.send("done");
      gate.letGo(2);
      assertThat(gate.next()).isEqualTo("/2halfdone");
      assertThat(first.response() + second.response()).doesNotContain("503");
    }
  }

  @Test
  void shouldAnswerPipelinedRequestsInOrderWhenEachHasToWait() throws Exception {
    Gate gate = new Gate();
    try (RawServer web = gate.server();
        TestProxy proxy = TestProxy.with(oneAtATime(backend -> backend), web);
        RawClient first = proxy.client().send(get("/1"));
        RawClient second = proxy.client()) {
      gate.next();
      second.send(get("/2") + get("/3"));
      awaitQueue(proxy, 1);
      gate.letGo(3);
      assertThat(gate.next() + gate.next()).isEqualTo("/2/3");
      assertThat(first.response() + second.response() + second.response()).doesNotContain("503");
    }
  }

  @Test
  void shouldAnswer503AtOnceWhenTheLastServerGoes() throws Exception {
    Gate gate = new Gate();
    try (RawServer web = gate.server();
        TestProxy proxy = TestProxy.with(oneAtATime(backend -> backend), web);
        RawClient first = proxy.client().send(get("/1"));
        RawClient second = proxy.client()) {
      gate.next();
      second.send(get("/2"));
      awaitQueue(proxy, 1);
      proxy.proxy.serverState("app", "web1", ServerState.DOWN);
      assertThat(second.response()).startsWith("HTTP/1.1 503 ");
      assertThat(next().termination().letters()).isEqualTo("SQ");
      gate.letGo(1);
      assertThat(first.response()).endsWith("ok");
    }
  }

  @Test
  void shouldEndTheWaitWithTheProxy() throws Exception {
    Gate gate = new Gate();
    try (RawServer web = gate.server();
        TestProxy proxy = TestProxy.with(oneAtATime(backend -> backend), web);
        RawClient first = proxy.client().send(get("/1"));
        RawClient second = proxy.client()) {
      gate.next();
      second.send(get("/2"));
      awaitQueue(proxy, 1);
      proxy.proxy.close();
      // The slot of the one that ends first may reach the other before its own end does.
      assertThat(List.of(next().termination().letters(), next().termination().letters()))
          .contains("KH")
          .containsAnyOf("KQ", "KC");
      assertThat(first.closed() && second.closed()).isTrue();
    }
  }

  @Test
  void shouldLetThoseWhoWaitGoToAServerThatComesUp() throws Exception {
    Gate gate = new Gate();
    try (RawServer busy = gate.server();
        RawServer other = RawServer.named("other");
        TestProxy proxy = TestProxy.with(oneAtATime(backend -> backend), busy, other);
        RawClient first = proxy.client();
        RawClient second = proxy.client()) {
      proxy.proxy.serverState("app", "web2", ServerState.DOWN);
      first.send(get("/1"));
      gate.next();
      second.send(get("/2"));
      awaitQueue(proxy, 1);
      proxy.proxy.serverState("app", "web2", ServerState.UP);
      assertThat(second.response()).endsWith("other");
      gate.letGo(1);
      assertThat(first.response()).endsWith("ok");
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = ServerAdmin.class,
      names = {"DRAIN", "MAINT"})
  void shouldSendAServersOwnLineElsewhereWhenItIsTakenOut(ServerAdmin admin) throws Exception {
    Gate one = new Gate();
    Gate two = new Gate();
    List<RawClient> clients = new ArrayList<>();
    try (RawServer web1 = one.server();
        RawServer web2 = two.server();
        TestProxy proxy =
            TestProxy.with(
                config ->
                    oneAtATime(backend -> backend.withBalance(Balance.LEAST_CONN))
                        .apply(
                            servers(server -> server.withMaxConn(1).withMaxQueue(2)).apply(config)),
                web1,
                web2)) {
      for (int i = 0; i < 5; i++) {
        clients.add(proxy.client().send(get("/" + i)));
        if (i == 1) {
          one.next();
          two.next();
        } else if (i > 1) {
          awaitQueue(proxy, i - 1);
        }
      }
      assertThat(proxy.server(0).queue().current() + proxy.server(1).queue().current())
          .isEqualTo(3);
      proxy.proxy.serverAdmin("app", "web1", admin);
      TestProxy.await("its line is empty", () -> proxy.server(0).queue().current() == 0);
      assertThat(queue(proxy).current()).isEqualTo(3);
      for (int i = 2; i < 5; i++) {
        two.letGo(1);
        assertThat(two.next()).isEqualTo("/" + i);
      }
      one.letGo(1);
      two.letGo(1);
      for (RawClient client : clients) {
        assertThat(client.response()).endsWith("ok");
      }
    } finally {
      for (RawClient client : clients) {
        client.close();
      }
    }
  }

  @Test
  void shouldKeepTheSlotWhileATunnelLasts() throws Exception {
    CountDownLatch end = new CountDownLatch(1);
    try (RawServer web =
            new RawServer(
                connection -> {
                  if (connection.head().contains("Upgrade")) {
                    connection.send(
                        lines("HTTP/1.1 101 Switching", "Connection: upgrade", "Upgrade: chat"));
                    end.await();
                  } else {
                    connection.send(OK);
                    connection.head();
                  }
                });
        TestProxy proxy = TestProxy.with(oneAtATime(backend -> backend), web);
        RawClient tunnel = proxy.client();
        RawClient second = proxy.client()) {
      tunnel.send(lines("GET / HTTP/1.1", "Host: a", "Connection: upgrade", "Upgrade: chat"));
      assertThat(tunnel.head()).contains(" 101 ");
      second.send(GET);
      awaitQueue(proxy, 1);
      end.countDown();
      tunnel.socket.shutdownOutput();
      assertThat(second.response()).endsWith("ok");
    }
  }

  private static RawClient served(TestProxy proxy) throws IOException {
    RawClient client = proxy.client();
    assertThat(client.bytes(5)).isEqualTo("hello");
    return client;
  }

  @Test
  void shouldLetTcpSessionsWaitToo() throws Exception {
    BlockingQueue<String> goodbye = new LinkedBlockingQueue<>();
    UnaryOperator<ProxyConfig> tcp =
        TestProxy.frontend(frontend -> frontend.withMode(FrontendMode.TCP));
    try (RawServer web =
            new RawServer(
                connection -> {
                  connection.send("hello");
                  goodbye.take();
                });
        TestProxy proxy =
            TestProxy.with(
                config ->
                    oneAtATime(backend -> backend.withQueue(QueuePolicy.defaults().withLimit(2)))
                        .apply(tcp.apply(config)),
                web);
        RawClient first = served(proxy);
        RawClient second = proxy.client()) {
      awaitQueue(proxy, 1);
      try (RawClient leaving = proxy.client()) {
        awaitQueue(proxy, 2);
        try (RawClient tooMany = proxy.client()) {
          assertThat(tooMany.closed()).isTrue();
          assertThat(next().termination().letters()).isEqualTo("PQ");
        }
        leaving.socket.setSoLinger(true, 0);
      }
      assertThat(next().termination().letters()).isEqualTo("CQ");
      goodbye.add("now");
      assertThat(first.closed()).isTrue();
      first.socket.close();
      assertThat(second.bytes(5)).isEqualTo("hello");
      next();
      try (RawClient last = proxy.client()) {
        awaitQueue(proxy, 1);
        proxy.proxy.serverState("app", "web1", ServerState.DOWN);
        assertThat(last.closed()).isTrue();
        assertThat(next().termination().letters()).isEqualTo("SQ");
      }
      goodbye.add("now");
    }
  }

  @Test
  void shouldCloseATcpSessionThatWaitedTooLong() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    UnaryOperator<ProxyConfig> tcp =
        TestProxy.frontend(frontend -> frontend.withMode(FrontendMode.TCP));
    try (RawServer web =
            new RawServer(
                connection -> {
                  connection.send("hello");
                  never.await();
                });
        TestProxy proxy =
            TestProxy.with(
                config ->
                    oneAtATime(backend -> backend.withTimeouts(backend.timeouts().withQueue(SHORT)))
                        .apply(tcp.apply(config)),
                web);
        RawClient first = proxy.client()) {
      assertThat(first.bytes(5)).isEqualTo("hello");
      try (RawClient late = proxy.client()) {
        assertThat(late.closed()).isTrue();
        assertThat(next().termination().letters()).isEqualTo("sQ");
      }
    } finally {
      never.countDown();
    }
  }
}
