package io.mainstay.node.foreign.haproxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.mainstay.node.config.ConfigSource;
import io.mainstay.node.config.HostResolver;
import io.mainstay.node.config.NodeConfig;
import io.mainstay.node.config.NodeConfigReader;
import io.mainstay.node.config.StatusListener;
import io.mainstay.node.config.StatusUser;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StatsTranslationTest {
  private static final String PROXY =
      """
      defaults
        mode http
        timeout connect 5s
        timeout client 10s
        timeout server 10s
      listen app
        bind 127.0.0.1:18601
        server a 127.0.0.1:9101
      """;

  @TempDir private Path folder = Path.of("");

  private NodeConfig read(String text) throws Exception {
    Path file = folder.resolve("haproxy.cfg");
    Files.writeString(file, PROXY + text);
    ConfigSource source = new HaproxyReader(Map.of()).read(List.of(file));
    return new NodeConfigReader(HostResolver.SYSTEM).read(List.of(source));
  }

  @Test
  void shouldMakeAStatusListenerOfAListenWithoutServers() throws Exception {
    StatusListener stats =
        read("""
                listen stats
                  bind 127.0.0.1:18690,127.0.0.1:18691
                  stats refresh 30
                  stats auth haproxy:passw0rd
                  stats auth b:c
                  stats scope app
                """)
            .status()
            .get(1);

    assertThat(stats.name()).isEqualTo("status.listeners.stats");
    assertThat(stats.binds()).hasSize(2);
    assertThat(stats.uri()).isEqualTo("/haproxy?stats");
    assertThat(stats.refresh()).isEqualTo(Duration.ofSeconds(30));
    assertThat(stats.users())
        .containsExactly(new StatusUser("haproxy:passw0rd"), new StatusUser("b:c"));
    assertThat(stats.node()).isEmpty();
    assertThat(stats.scope()).isEqualTo(Set.of("app"));
  }

  @Test
  void shouldTakeAFrontendThatHasOnlyThePage() throws Exception {
    NodeConfig config =
        read(
            """
            frontend page
              bind 127.0.0.1:18690
              stats uri /
              stats show-node balancer
            """);

    assertThat(config.status().get(1).uri()).isEqualTo("/");
    assertThat(config.status().get(1).node()).isEqualTo("balancer");
    assertThat(config.proxy().frontends()).hasSize(1);
  }

  @Test
  void shouldTellOfAPageAmongTheAnswersOfServers() throws Exception {
    NodeConfig config =
        read(
            """
            listen other
              bind 127.0.0.1:18602
              stats uri /haproxy
              server a 127.0.0.1:9101
            """);

    assertThat(config.status()).hasSize(1);
    assertThat(config.warnings())
        .anySatisfy(
            warning ->
                assertThat(warning.toString())
                    .endsWith(
                        "haproxy.cfg:11: 'stats uri' is left out of 'other': the page has addresses"
                            + " of its own; give it a listen without servers"));
  }
}
