package io.mainstay.proxy;

import static io.mainstay.proxy.ProxyTest.lines;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BalanceTest {
  private static final String GET = lines("GET / HTTP/1.1", "Host: a");

  @Test
  void shouldGiveRequestsToWhoHasTheFewestOnAllEventLoops() throws IOException {
    CountDownLatch answer = new CountDownLatch(1);
    List<RawClient> waiting = new ArrayList<>();
    try (RawServer slow = holding(answer);
        RawServer quick = RawServer.named("quick");
        TestProxy proxy =
            TestProxy.with(
                TestProxy.backend(backend -> backend.withBalance(Balance.LEAST_CONN)),
                slow,
                quick)) {
      waiting.add(proxy.client().send(GET));
      TestProxy.await("at the slow one", () -> proxy.server(0).currentRequests() == 1);
      for (int i = 0; i < 20; i++) {
        assertThat(proxy.get("/")).endsWith("quick");
        TestProxy.await("counted", () -> proxy.server(1).currentRequests() == 0);
      }
      answer.countDown();
      assertThat(waiting.get(0).response()).endsWith("slow");
    } finally {
      for (RawClient client : waiting) {
        client.close();
      }
    }
  }

  @Test
  void shouldRarelyGiveARequestToWhoIsBusyWhenTwoAreDrawn() throws IOException {
    CountDownLatch answer = new CountDownLatch(1);
    List<RawClient> waiting = new ArrayList<>();
    try (RawServer slow = holding(answer);
        RawServer quick = RawServer.named("quick");
        TestProxy proxy =
            TestProxy.with(
                TestProxy.backend(backend -> backend.withBalance(Balance.RANDOM)), slow, quick)) {
      for (int i = 0; i < 100; i++) {
        waiting.add(proxy.client().send(GET));
      }
      TestProxy.await(
          "all asked", () -> proxy.server(0).requests() + proxy.server(1).requests() == 100);
      // Both lots fall on the slow one a quarter of the time, whatever its load.
      assertThat(proxy.server(0).requests()).isBetween(5L, 60L);
      answer.countDown();
    } finally {
      for (RawClient client : waiting) {
        client.close();
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Balance.class)
  void shouldUseWhoeverIsUpAndAnswer503WhenNobodyIs(Balance balance) throws IOException {
    try (RawServer web1 = RawServer.named("Web 1");
        RawServer web2 = RawServer.named("Web 2");
        TestProxy proxy =
            TestProxy.with(
                TestProxy.backend(backend -> backend.withBalance(balance)), web1, web2)) {
      StringBuilder all = new StringBuilder();
      for (int i = 0; i < 40; i++) {
        all.append(proxy.get("/"));
      }
      assertThat(all).contains("Web 1", "Web 2");
      proxy.proxy.serverState("app", "web2", ServerState.DOWN);
      for (int i = 0; i < 10; i++) {
        assertThat(proxy.get("/")).endsWith("Web 1");
      }
      proxy.proxy.serverState("app", "web1", ServerState.DOWN);
      assertThat(proxy.get("/")).startsWith("HTTP/1.1 503 ");
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
