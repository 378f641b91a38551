package io.mainstay.node.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import io.mainstay.health.CheckSpec;
import io.mainstay.health.InitialState;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Checks, agents and tracked servers as they are written. */
class ServerHealthReaderTest {
  private final NodeConfigReader reader = new NodeConfigReader(InetAddress::getByName);

  private NodeConfig read(String backends) throws InvalidConfigException {
    return reader.readText(
        "mainstay.frontends.web { bind = \"*:80\", default-backend = app }\n" + backends,
        "node.conf");
  }

  private List<String> problems(String backends) {
    InvalidConfigException refused =
        catchThrowableOfType(InvalidConfigException.class, () -> read(backends));
    return refused.problems().stream().map(Object::toString).toList();
  }

  @Test
  void shouldTakeACheckAsATextOrAsAListOfWords() throws Exception {
    CheckSpec spec = new CheckSpec("http", List.of("/ready", "expect=string all well"));
    String servers = "servers { a = \"10.0.0.1:80\" } }";
    assertThat(
            read("mainstay.backends.app { check = \"http /ready expect='string all well'\", "
                    + servers)
                .checks()
                .get(0)
                .spec())
        .isEqualTo(spec);
    BackendCheck list =
        read("mainstay.backends.app { init-state = fully-down,"
                + " check = [ http, \"/ready\", \"expect=string all well\" ], "
                + servers)
            .checks()
            .get(0);
    assertThat(list.spec()).isEqualTo(spec);
    assertThat(list.policy().initialState()).isEqualTo(InitialState.FULLY_DOWN);
  }

  @Test
  void shouldReadAgents() throws Exception {
    assertThat(
            read("""
                    mainstay.backends.app {
                      inter = 3s
                      default-server { agent-port = 9777 }
                      servers {
                        a = "10.0.0.1:80"
                        b { address = "10.0.0.2:80", agent-addr = "::1", agent-port = 99
                            agent-inter = 1s, agent-send = "b\\n" }
                      }
                    }
                    """)
                .agents())
        .extracting(
            agent -> agent.backend() + "/" + agent.server(),
            agent -> agent.address().getAddress().getHostAddress(),
            agent -> agent.address().getPort(),
            AgentConfig::send,
            AgentConfig::inter)
        .containsExactly(
            tuple("app/a", "10.0.0.1", 9777, "", Duration.ofSeconds(3)),
            tuple("app/b", "0:0:0:0:0:0:0:1", 99, "b\n", Duration.ofSeconds(1)));
    assertThat(
            read("""
                    mainstay.backends.app {
                      default-server { agent-inter = 5s, agent-send = x, agent-addr = "10.0.0.9" }
                      servers { a = "10.0.0.1:80", b { address = "10.0.0.2:80", agent-port = 1 } }
                    }
                    """)
                .agents())
        .extracting(AgentConfig::server, AgentConfig::inter)
        .containsExactly(tuple("b", Duration.ofSeconds(5)));
    assertThat(
            problems(
                "mainstay.backends.app.servers.a { address = \"10.0.0.1:80\", agent-send = x }"))
        .containsExactly(
            "node.conf:2: mainstay.backends.app.servers.a.agent-send means nothing without"
                + " agent-port");
  }

  @Test
  void shouldFollowTracksToAServerThatIsChecked() throws Exception {
    assertThat(
            read("""
                    mainstay.backends.app.servers {
                      a = "10.0.0.1:80"
                      b { address = "10.0.0.1:81", track = "app/a" }
                    }
                    mainstay.backends.admin.servers.c { address = "10.0.0.1:82", track = "app/b" }
                    """)
                .tracks())
        .containsExactlyInAnyOrder(
            new ServerTrack("app/b", "app/a"), new ServerTrack("admin/c", "app/a"));
  }

  @Test
  void shouldRefuseTracksThatLeadNowhere() {
    assertThat(
            problems(
                """
                mainstay.backends.app.servers {
                  a { address = "10.0.0.1:80", track = "app/b" }
                  b { address = "10.0.0.1:81", track = "app/a" }
                  c { address = "10.0.0.1:82", track = "app/d" }
                  e { address = "10.0.0.1:83", track = "none/x" }
                }
                mainstay.backends.none { check = none, servers.x = "10.0.0.1:84" }
                """))
        .containsExactlyInAnyOrder(
            "node.conf:3: mainstay.backends.app.servers.a.track goes round in a circle, so that"
                + " nobody is checked",
            "node.conf:4: mainstay.backends.app.servers.b.track goes round in a circle, so that"
                + " nobody is checked",
            "node.conf:5: mainstay.backends.app.servers.c.track names no server of a backend, such"
                + " as app/web1: 'app/d'",
            "node.conf:6: mainstay.backends.app.servers.e.track follows none/x, which is not"
                + " checked");
  }
}
