package io.mainstay.node.lab;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

class LabClientTest {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  @Test
  void shouldCountFromTheFirstAnswerOn() throws IOException {
    InetSocketAddress nobody = unusedAddress();
    try (LabClient client = new LabClient(nobody, nowNanos -> {})) {
      client.start();
      await(() -> client.tally().counts().failed() > 0);
      assertThat(client.awaitsFirstAnswer()).isTrue();

      HttpServer server = serve(nobody);
      try {
        await(() -> client.tally().answersBy("Web 1") > 0);

        assertThat(client.awaitsFirstAnswer()).isFalse();
        assertThat(client.tally().counts().failed()).isZero();
      } finally {
        server.stop(0);
      }
      await(() -> client.tally().counts().failed() > 0);
      assertThat(client.awaitsFirstAnswer()).isFalse();

      client.awaitFirstAnswer();
      assertThat(client.awaitsFirstAnswer()).isTrue();
    }
  }

  private static void await(BooleanSupplier condition) {
    assertThat(Patience.until(condition, LIMIT)).isTrue();
  }

  private static InetSocketAddress unusedAddress() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return new InetSocketAddress(InetAddress.getLoopbackAddress(), socket.getLocalPort());
    }
  }

  private static HttpServer serve(InetSocketAddress address) throws IOException {
    HttpServer server = HttpServer.create(address, 0);
    server.createContext(
        "/",
        exchange -> {
          byte[] body = "Web 1".getBytes(StandardCharsets.US_ASCII);
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    return server;
  }
}
