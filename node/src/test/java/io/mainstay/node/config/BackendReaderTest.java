package io.mainstay.node.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.mainstay.proxy.Backend;
import io.mainstay.proxy.Backups;
import io.mainstay.proxy.HttpReuse;
import io.mainstay.proxy.PoolPolicy;
import io.mainstay.proxy.QueuePolicy;
import io.mainstay.proxy.QueuePolicy.OnClientClose;
import io.mainstay.proxy.RetryOn;
import io.mainstay.proxy.RetryPolicy;
import io.mainstay.proxy.RetryPolicy.Redispatch;
import io.mainstay.proxy.Server;
import io.mainstay.proxy.ServerAdmin;
import io.mainstay.proxy.ServerRole;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class BackendReaderTest {
  private final NodeConfigReader reader = new NodeConfigReader(InetAddress::getByName);

  private NodeConfig read(String backend) throws InvalidConfigException {
    return reader.readText(
        "mainstay.frontends.web { bind = \"*:80\", default-backend = app }\n"
            + "mainstay.backends.app {\n"
            + backend
            + "\n}\n",
        "node.conf");
  }

  private Backend backend(String text) throws InvalidConfigException {
    return read(text).proxy().backends().get(0);
  }

  private List<String> problems(String backend) {
    InvalidConfigException refused =
        catchThrowableOfType(InvalidConfigException.class, () -> read(backend));
    return refused.problems().stream().map(Object::toString).toList();
  }

  private List<String> warnings(String backend) throws InvalidConfigException {
    return read(backend).warnings().stream().map(Object::toString).toList();
  }

  @Test
  void shouldTakeTheProxysOwnDefaults() throws Exception {
    Backend backend = backend("servers { a = \"10.0.0.1:80\" }");
    Server server = backend.servers().get(0);
    assertThat(server).isEqualTo(Server.of("a", server.address()));
    assertThat(backend.queue()).isEqualTo(QueuePolicy.defaults());
    assertThat(backend.retry()).isEqualTo(RetryPolicy.defaults());
    assertThat(backend.httpReuse()).isEqualTo(HttpReuse.SAFE);
    assertThat(backend.timeouts().queue()).isEqualTo(backend.timeouts().connect());
  }

  @Test
  void shouldReadAllThatAServerCanBeTold() throws Exception {
    Server server =
        backend(
                """
                balance = least-conn
                servers.a {
                  address = "10.0.0.1:80", weight = 7, maxconn = 10, maxqueue = 5, slow-start = 30s
                  backup = true, state = drain, pool-max-conn = 20, pool-low-conn = 2
                  pool-purge-delay = 0s, pool-max-age = 1h, max-reuse = 100
                }
                """)
            .servers()
            .get(0);
    assertThat(server)
        .isEqualTo(
            new Server("a", server.address(), 7)
                .withMaxConn(10)
                .withMaxQueue(5)
                .withSlowStart(Duration.ofSeconds(30))
                .withRole(ServerRole.BACKUP)
                .withAdmin(ServerAdmin.DRAIN)
                .withPool(new PoolPolicy(20, 2, Duration.ZERO, 100, Duration.ofHours(1))));
  }

  @Test
  void shouldLetServersStartFromWhatTheBackendSays() throws Exception {
    List<Server> servers =
        backend(
                """
                default-server { maxconn = 10, weight = 3 }
                servers { a = "10.0.0.1:80", b { address = "10.0.0.2:80", maxconn = 20 } }
                """)
            .servers();
    assertThat(servers).extracting(Server::maxConn).containsExactly(10, 20);
    assertThat(servers).extracting(Server::weight).containsExactly(3, 3);
  }

  @Test
  void shouldReadHowRequestsWaitAndAreTriedAgain() throws Exception {
    Backend backend =
        backend(
            """
            servers { a { address = "10.0.0.1:80", maxconn = 1 } }
            queue-limit = 100, abortonclose = false, timeouts.queue = 30s
            retries = 2, redispatch = false, retry-on = [ conn-failure, empty-response ]
            http-reuse = aggressive, allbackups = true
            """);
    assertThat(backend.queue()).isEqualTo(new QueuePolicy(100, OnClientClose.KEEP));
    assertThat(backend.timeouts().queue()).isEqualTo(Duration.ofSeconds(30));
    assertThat(backend.retry())
        .isEqualTo(
            new RetryPolicy(
                2, Set.of(RetryOn.CONN_FAILURE, RetryOn.EMPTY_RESPONSE), Redispatch.NEVER));
    assertThat(backend.httpReuse()).isEqualTo(HttpReuse.AGGRESSIVE);
    assertThat(backend.backups()).isEqualTo(Backups.ALL);
  }

  @Test
  void shouldNameTheLineOfWhatCannotBe() {
    assertThat(problems("servers.a {\naddress = \"10.0.0.1:80\"\nmaxqueue = 5 }"))
        .singleElement()
        .asString()
        .startsWith("node.conf:5: ")
        .contains("backends.app.servers.a.maxqueue needs maxconn");
    assertThat(problems("default-server.maxqueue = 5\nservers.a = \"10.0.0.1:80\""))
        .singleElement()
        .asString()
        .startsWith("node.conf:3: ");
    assertThat(
            problems(
                "servers.a { address = \"10.0.0.1:80\", pool-max-conn = 1, pool-low-conn = 2 }"))
        .singleElement()
        .asString()
        .contains("pool-low-conn 2 is more than pool-max-conn 1");
    assertThat(problems("servers.a = \"10.0.0.1:80\"\nretry-on = [ rain ]"))
        .singleElement()
        .asString()
        .contains("conn-failure, empty-response, junk-response, response-timeout, not 'rain'");
    assertThat(problems("servers.a = \"10.0.0.1:80\"\ndefault-server.maxcon = 1"))
        .singleElement()
        .asString()
        .contains("did you mean 'maxconn'?");
    assertThat(problems("servers.a { address = \"10.0.0.1:80\", state = off }"))
        .singleElement()
        .asString()
        .contains("must be one of ready, drain, maint");
  }

  @Test
  void shouldWarnOfWhatChangesNothing() throws Exception {
    assertThat(warnings("servers.a { address = \"10.0.0.1:80\", maxconn = 1, maxqueue = 5 }"))
        .singleElement()
        .asString()
        .contains("maxqueue changes nothing without balance = least-conn");
    assertThat(warnings("servers.a = \"10.0.0.1:80\"\nqueue-limit = 5"))
        .singleElement()
        .asString()
        .contains("queue-limit changes nothing");
    assertThat(warnings("servers.a { address = \"10.0.0.1:80\", backup = true }"))
        .singleElement()
        .asString()
        .contains("are all backups");
  }
}
