package io.mainstay.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.mainstay.node.BuiltInWebServers;
import io.mainstay.proxy.Proxy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class EmbeddedProxyTest {

  @Test
  void shouldSpreadRequestsOverBothServers() throws Exception {
    try (BuiltInWebServers web = BuiltInWebServers.start();
        Proxy proxy =
            EmbeddedProxy.start(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                web.addresses().get(0),
                web.addresses().get(1))) {
      int port = proxy.localAddresses("web").get(0).getPort();
      HttpClient client = HttpClient.newHttpClient();
      HttpRequest request =
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/")).build();

      List<String> answers = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        answers.add(client.send(request, HttpResponse.BodyHandlers.ofString()).body().strip());
      }

      assertThat(answers).containsExactly("Web 1", "Web 2", "Web 1", "Web 2");
    }
  }

  @Test
  void shouldBeWhatTheReadmeShows() throws Exception {
    String source =
        Files.readString(Path.of("src/main/java/io/mainstay/examples/EmbeddedProxy.java"));
    String readme = Files.readString(Path.of("../../README.md"));
    String example = source.substring(source.indexOf("public final class")).strip();

    assertThat(readme).contains(example);
  }
}
