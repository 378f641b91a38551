package io.mainstay.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class ProxyTest {
  @Test
  void shouldTakeServersInTurnAcrossConnections() throws IOException {
    try (RawServer web1 = RawServer.named("Web 1");
        RawServer web2 = RawServer.named("Web 2");
        TestProxy proxy = TestProxy.before(web1, web2)) {
      assertThat(proxy.get("/")).endsWith("Web 1");
      assertThat(proxy.get("/")).endsWith("Web 2");
      assertThat(proxy.get("/")).endsWith("Web 1");
      assertThat(proxy.get("/")).endsWith("Web 2");
    }
  }

  @Test
  void shouldReuseConnectionsOnBothSidesWhenNobodyCloses() throws IOException {
    try (RawServer web = RawServer.named("Web 1");
        TestProxy proxy = TestProxy.before(web);
        RawClient client = proxy.client()) {
      for (int i = 0; i < 5; i++) {
        assertThat(client.send("GET /" + i + " HTTP/1.1\r\nHost: a\r\n\r\n").response())
            .isEqualTo("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nWeb 1");
      }
      assertThat(web.connections).hasValue(1);
      TestProxy.await("counted", () -> proxy.server(0).idleConnections() == 1);
      assertThat(proxy.server(0).reuses()).isEqualTo(4);
      assertThat(proxy.frontend().connections()).isEqualTo(1);
      assertThat(proxy.frontend().responses().successful()).isEqualTo(5);
    }
  }
}
