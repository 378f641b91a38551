package io.mainstay.node.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StatusReaderTest {
  private static final String PROXY =
      """
      mainstay.frontends.web { bind = "*:80", default-backend = app }
      mainstay.backends.app { servers { web1 = "10.42.0.3:80" } }
      """;

  @TempDir private Path folder = Path.of("");

  private static NodeConfig read(String status) throws InvalidConfigException {
    return new NodeConfigReader(HostResolver.SYSTEM).readText(PROXY + status, "node.conf");
  }

  private static List<String> problems(String status) {
    try {
      read(status);
      return List.of();
    } catch (InvalidConfigException e) {
      return e.problems().stream().map(ConfigProblem::toString).toList();
    }
  }

  @Test
  void shouldReadSeveralListenersEachWithSettingsOfItsOwn() throws Exception {
    NodeConfig config =
        read(
            """
            mainstay.node.name = a
            mainstay.status {
              bind = [ "127.0.0.1:0", "[::1]:0" ], show-node = false
              listeners.ops {
                bind = "127.0.0.1:8405", uri = "/haproxy?stats", auth = "ops:secret", refresh = 10s
                show-node = "the other", scope = [ web ]
              }
            }
            """);

    StatusListener first = config.status().get(0);
    StatusListener ops = config.status().get(1);
    assertThat(first.binds()).hasSize(2);
    assertThat(first.node()).isEmpty();
    assertThat(ops.name()).isEqualTo("status.listeners.ops");
    assertThat(ops.uri()).isEqualTo("/haproxy?stats");
    assertThat(ops.users()).containsExactly(new StatusUser("ops:secret"));
    assertThat(ops.refresh()).isEqualTo(Duration.ofSeconds(10));
    assertThat(ops.node()).isEqualTo("the other");
    assertThat(ops.scope()).isEqualTo(Set.of("web"));
    assertThat(config.toString()).doesNotContain("secret");
  }

  @Test
  void shouldTellAllMistakesAtOnce() {
    assertThat(
            problems(
                """
                mainstay.status {
                  uri = stats
                  auth = [ nobody ]
                  scope = [ webb ]
                  listeners.ops { bind = "127.0.0.1:8404" }
                }
                """))
        .containsExactly(
            "node.conf:4: mainstay.status.uri must begin with / and have neither blanks, ; nor #:"
                + " 'stats'",
            "node.conf:5: mainstay.status.auth must be \"name:password\" (it is a secret and not"
                + " shown)",
            "node.conf:7: mainstay.status.listeners.ops.bind of status.listeners.ops is also that"
                + " of status; give each its own port",
            "node.conf:6: mainstay.status.scope names neither frontend nor backend: 'webb'; did you"
                + " mean 'web'?");
  }

  @Test
  void shouldShowNamesWithoutPasswordsOfWhoMayAsk() throws Exception {
    Path file = folder.resolve("node.conf");
    Files.writeString(
        file,
        PROXY
            + """
            mainstay.status { auth = [ "ops:sec:ret" ]
              listeners.two { bind = "127.0.0.1:1", auth = "dev:secret" } }
            """);
    NodeConfigReader reader = new NodeConfigReader(HostResolver.SYSTEM);

    String shown = reader.effective(file, (mover, setting) -> true, reader.read(file));

    assertThat(shown)
        .contains("\"ops:***\"")
        .contains("\"dev:***\"")
        .doesNotContain("secret")
        .doesNotContain("sec:ret");
    assertThat(new NodeConfigReader(HostResolver.SYSTEM).readText(shown, "shown").status())
        .hasSize(2);
  }
}
