package io.mainstay.node.config;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.mainstay.node.notice.EventFilter;
import io.mainstay.node.notice.EventKind;
import io.mainstay.node.notice.NotifyHooks;
import io.mainstay.node.notice.NotifyState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NoticesReaderTest {
  private static final String FILE =
      """
      mainstay {
        routers.vip { interface = eth0, vrid = 51, addresses = [ "10.42.0.240/24" ], sync-group = g
          ROUTER
        }
        OTHER
      }
      """;

  @TempDir private Path folder = Path.of("");

  private static NodeConfig read(String router, String other) throws InvalidConfigException {
    return new NodeConfigReader(HostResolver.SYSTEM)
        .readText(FILE.replace("ROUTER", router).replace("OTHER", other), "node.conf");
  }

  private static List<String> problems(String router, String other) {
    try {
      read(router, other);
      return List.of();
    } catch (InvalidConfigException e) {
      return e.problems().stream().map(ConfigProblem::toString).toList();
    }
  }

  @Test
  void shouldReadCommandsWebhooksAndStreams() throws Exception {
    NodeConfig config =
        read(
            "notify { any = \"/bin/sh a b\", master = [ /bin/sh, \"x y\" ], time-limit = 1s }",
            """
            sync-groups.g.notify { any = "echo $1", shell = true }
            notices { webhooks.ops { url = "https://h/secret", events = [ vrrp.MASTER, server, vrrp.FAULT ] }
            streams.out.stdout = true }
            """);

    NotifyHooks hooks = requireNonNull(config.notices().routers().get("vip"));
    assertThat(hooks.any()).contains(List.of("/bin/sh", "a", "b"));
    assertThat(hooks.states().get(NotifyState.MASTER)).containsExactly("/bin/sh", "x y");
    assertThat(requireNonNull(config.notices().syncGroups().get("g")).any())
        .contains(List.of("/bin/sh", "-c", "echo $1", "notify"));
    assertThat(config.notices().webhooks().get(0).events().states())
        .isEqualTo(
            Map.of(
                EventKind.VRRP,
                Set.of("MASTER", "FAULT"),
                EventKind.SERVER,
                Set.of("UP", "NOLB", "DOWN")));
    assertThat(config.notices().streams().get(0).events())
        .isEqualTo(EventFilter.of(EnumSet.allOf(EventKind.class)));
    assertThat(config.toString()).doesNotContain("secret");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "any = /nowhere/x | mainstay.routers.vip.notify.any /nowhere/x does not exist",
        "any = sh | any 'sh' is not absolute; name the program by its whole path",
        "any = /etc/passwd | any /etc/passwd is not executable; chmod +x it",
        "any = \"/bin/sh $1\" | any has what only a shell reads",
        "user = nobody-here | user names no user of this host: 'nobody-here'"
      })
  void shouldRefuseCommandsWithPlaceAndCure(String notify, String expected) {
    assertThat(problems("notify { " + notify + " }", ""))
        .singleElement()
        .asString()
        .startsWith("node.conf:3: ")
        .contains(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "webhooks.w.url = \"ftp://h/secret\" | is no URL; write https://host/path",
        "webhooks.w.url = \"https://h/sec ret\" | is no URL, because of its character 14",
        "webhooks.w.events = [ vrrp ] | needs one of url and url-file",
        "streams.s { stdout = true, events = [ vrpr ] } | 'vrpr'; did you mean 'vrrp'?",
        "streams.s { stdout = true, events = [ vrrp.UP ] } | 'vrrp.UP'; there are vrrp, vrrp.INIT,",
        "streams.s { fifo = /etc/passwd } | /etc/passwd is no FIFO",
        "streams.s { fifo = /nowhere } | /nowhere does not exist; make it: mkfifo /nowhere",
        "streams.s { file = /nowhere/x } | there is no folder /nowhere; make it",
        "streams.s { } | needs one of fifo, file and stdout = true"
      })
  void shouldRefuseNoticesWithPlaceAndCureAndWithoutTheUrl(String notices, String expected) {
    assertThat(problems("", "notices { " + notices + " }"))
        .singleElement()
        .asString()
        .startsWith("node.conf:5: ")
        .contains(expected)
        .doesNotContain("h/sec");
  }

  @Test
  void shouldHideTheUrlInTheEffectiveConfiguration() throws Exception {
    Path file = folder.resolve("node.conf");
    Files.writeString(
        file,
        FILE.replace("ROUTER", "")
            .replace("OTHER", "notices.webhooks.w.url = \"https://h/secret\""));

    NodeConfigReader reader = new NodeConfigReader(HostResolver.SYSTEM);
    String effective = reader.effective(file, (mover, setting) -> true, reader.read(file));

    assertThat(effective).doesNotContain("secret").contains("timeout=\"5s\"");
  }
}
