package io.mainstay.node.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LabConfigTest {
  private static final String USERS =
      """
      mainstay {
        node.name = lb7
        limits.max-connections = 5000
        frontends {
          shop { bind = "192.0.2.10:8080", default-backend = shop, maxconn = 100 }
          admin { bind = [ "192.0.2.10:9090", "[2001:db8::10]:9091", "192.0.2.10:8080" ], default-backend = shop }
        }
        backends.shop {
          balance = leastconn
          check = "http GET /health 200 inter 3s"
          servers { s1 = "192.0.2.21:80", s2 = "192.0.2.22:80", s3 = "192.0.2.23:80" }
        }
        routers {
          inner { interface = ens5, vrid = 7, priority = 200, version = 2, advertisement-interval = 2s
                  mover = my-cloud, mover-settings { reserved-ip = "192.0.2.10" }
                  preempt = false, addresses = [ "192.0.2.10/24" ] }
          another { interface = ens6, vrid = 8, priority = 200, addresses = [ "198.51.100.1" ] }
        }
      }
      """;

  private final Path directory;

  LabConfigTest(@TempDir Path directory) {
    this.directory = directory;
  }

  @Test
  void shouldGiveEachNodeItsNameAndPriority() {
    LabConfig config = LabConfig.read(Optional.empty());

    Config a = ConfigFactory.parseString(config.forNode("a", 150)).getConfig("mainstay");
    Config b = ConfigFactory.parseString(config.forNode("b", 100)).getConfig("mainstay");

    assertThat(a.getString("node.name")).isEqualTo("a");
    assertThat(a.getInt("routers.vip.priority")).isEqualTo(150);
    assertThat(a.getString("routers.vip.interface")).isEqualTo("eth0");
    assertThat(a.getStringList("routers.vip.addresses")).isEqualTo(List.of("10.77.0.100/24"));
    assertThat(a.getString("backends.app.servers.web1")).isEqualTo("10.77.0.21:80");
    assertThat(a.getString("status.bind")).isEqualTo("127.0.0.1:8404");
    assertThat(b.getString("node.name")).isEqualTo("b");
    assertThat(b.getInt("routers.vip.priority")).isEqualTo(100);
    assertThat(config.port()).isEqualTo(80);
    assertThat(config.preempts()).isTrue();
  }

  @Test
  void shouldKeepWhatDoesNotDependOnTheUsersNetwork() throws IOException {
    LabConfig config = LabConfig.read(Optional.of(file(USERS)));

    Config node = ConfigFactory.parseString(config.forNode("a", 150)).getConfig("mainstay");

    assertThat(node.getInt("limits.max-connections")).isEqualTo(5000);
    assertThat(node.getString("backends.shop.balance")).isEqualTo("leastconn");
    assertThat(node.getString("backends.shop.check")).isEqualTo("http GET /health 200 inter 3s");
    assertThat(node.getInt("frontends.shop.maxconn")).isEqualTo(100);
    assertThat(node.getInt("routers.inner.vrid")).isEqualTo(7);
    assertThat(node.getInt("routers.inner.version")).isEqualTo(2);
    assertThat(node.getDuration("routers.inner.advertisement-interval"))
        .isEqualTo(Duration.ofSeconds(2));
    assertThat(config.preempts()).isFalse();
  }

  @Test
  void shouldMoveTheUsersAddressesIntoTheLab() throws IOException {
    LabConfig config = LabConfig.read(Optional.of(file(USERS)));

    Config node = ConfigFactory.parseString(config.forNode("b", 100)).getConfig("mainstay");

    assertThat(node.getString("node.name")).isEqualTo("b");
    assertThat(node.getObject("routers")).containsOnlyKeys("inner");
    assertThat(node.getInt("routers.inner.priority")).isEqualTo(100);
    assertThat(node.getStringList("routers.inner.addresses")).isEqualTo(List.of("10.77.0.100/24"));
    assertThat(node.getObject("backends.shop.servers")).containsOnlyKeys("web1", "web2");
    assertThat(node.getStringList("frontends.shop.bind")).containsExactly("*:8080");
    assertThat(node.getStringList("frontends.admin.bind")).containsExactly("*:9090", "*:9091");
    assertThat(config.port()).isEqualTo(8080);
  }

  @Test
  void shouldNeverReachForTheUsersRealAddress() throws IOException {
    LabConfig config = LabConfig.read(Optional.of(file(USERS)));

    Config router =
        ConfigFactory.parseString(config.forNode("a", 150)).getConfig("mainstay.routers.inner");

    assertThat(router.getString("mover")).isEqualTo("linux");
    assertThat(router.hasPath("mover-settings")).isFalse();
  }

  @Test
  void shouldHeedTheUsersDefaults() throws IOException {
    LabConfig config =
        LabConfig.read(
            Optional.of(
                file(
                    "mainstay.defaults.router.preempt = false\n"
                        + USERS.replace("preempt = false,", ""))));

    assertThat(config.preempts()).isFalse();
  }

  @Test
  void shouldWaitLongerForSlowerElections() throws IOException {
    LabConfig config = LabConfig.read(Optional.of(file(USERS)));

    assertThat(config.patience())
        .isEqualTo(LabConfig.read(Optional.empty()).patience().plus(Duration.ofSeconds(10)));
  }

  @Test
  void shouldSayWhereAFileIsBroken() throws IOException {
    Path file = file("mainstay {\n  frontends.web = {\n");

    assertThatThrownBy(() -> LabConfig.read(Optional.of(file)))
        .isInstanceOf(LabException.class)
        .hasMessageContaining("broken.conf")
        .hasMessageContaining("3");
  }

  @Test
  void shouldSayThatAFileIsMissing() {
    assertThatThrownBy(() -> LabConfig.read(Optional.of(directory.resolve("nowhere.conf"))))
        .isInstanceOf(LabException.class)
        .hasMessageContaining("nowhere.conf");
  }

  @Test
  void shouldNeedAVirtualRouter() throws IOException {
    Path file = file("mainstay { frontends.web.bind = \"*:80\", backends.app { } }");

    assertThatThrownBy(() -> LabConfig.read(Optional.of(file)))
        .hasMessage("the lab needs at least one virtual router in mainstay.routers");
  }

  private Path file(String content) throws IOException {
    return Files.writeString(directory.resolve("broken.conf"), content);
  }
}
