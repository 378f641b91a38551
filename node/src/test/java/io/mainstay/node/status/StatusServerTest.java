package io.mainstay.node.status;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StatusServerTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final HttpClient client = HttpClient.newHttpClient();
  private StatusServer server;

  @BeforeEach
  void start() throws Exception {
    server =
        StatusServer.start(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            new StatusAnswers(
                Snapshots.listener("/stats"), () -> Snapshots.named("web", "Connection refused")));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private HttpResponse<String> ask(String method) throws Exception {
    URI uri = URI.create("http://127.0.0.1:" + server.address().getPort() + "/status");
    return client.send(
        HttpRequest.newBuilder(uri)
            .timeout(PATIENCE)
            .method(method, HttpRequest.BodyPublishers.noBody())
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private Socket send(String start) throws Exception {
    Socket socket = new Socket(server.address().getAddress(), server.address().getPort());
    socket.getOutputStream().write(start.getBytes(StandardCharsets.US_ASCII));
    return socket;
  }

  @Test
  void shouldAnswerAlthoughManyClientsNeverEndTheirRequests() throws Exception {
    List<Socket> slow = new ArrayList<>();
    try {
      for (int i = 0; i < 10; i++) {
        slow.add(send("GET /status HTTP/1.1\r\nHo"));
        slow.add(send("POST /status HTTP/1.1\r\nHost: x\r\nContent-Length: 9000\r\n\r\nabc"));
      }

      assertThat(ask("GET").body()).contains("\"node\" : \"a\"");
    } finally {
      for (Socket socket : slow) {
        socket.close();
      }
    }
  }

  @Test
  void shouldAnswerHeadLikeGetWithoutTheBody() throws Exception {
    HttpResponse<String> head = ask("HEAD");

    assertThat(head.statusCode()).isEqualTo(200);
    assertThat(head.body()).isEmpty();
  }

  @Test
  void shouldNameTheMethodsThereAre() throws Exception {
    HttpResponse<String> refused = ask("DELETE");

    assertThat(refused.statusCode()).isEqualTo(405);
    assertThat(refused.headers().firstValue("Allow")).hasValue("GET, HEAD");
  }
}
