package io.mainstay.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The README's example, with the JDK's own client before it. */
class EmbeddingTest {
  @Test
  void shouldServeAnApplicationThatEmbedsIt() throws Exception {
    try (RawServer web1 = RawServer.named("Web 1");
        RawServer web2 = RawServer.named("Web 2")) {
      Frontend web =
          Frontend.of("web", new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), "app");
      Backend app =
          Backend.of("app", Server.of("web1", web1.address()), Server.of("web2", web2.address()));

      try (Proxy proxy = Proxy.start(ProxyConfig.of(List.of(web), List.of(app)))) {
        URI uri = URI.create("http://127.0.0.1:" + proxy.localAddresses("web").get(0).getPort());
        assertThat(post(uri, "a")).isEqualTo("Web 1");
        assertThat(post(uri, "b".repeat(300_000))).isEqualTo("Web 2");

        proxy.serverState("app", "web2", ServerState.DOWN);
        assertThat(post(uri, "c")).isEqualTo("Web 1");
        assertThat(post(uri, "d")).isEqualTo("Web 1");

        TestProxy.await(
            "counted", () -> proxy.snapshot().backends().get(0).totalTime().count() == 4);
        proxy.stop(Duration.ofSeconds(30)).toCompletableFuture().join();
      }
    }
  }

  private static String post(URI uri, String body) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(uri).POST(HttpRequest.BodyPublishers.ofString(body)).build();
    return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString()).body();
  }
}
