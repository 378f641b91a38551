package io.mainstay.node.foreign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.mainstay.node.config.ConfigProblem;
import io.mainstay.node.config.ConfigSource;
import io.mainstay.node.config.InvalidConfigException;
import io.mainstay.node.config.NodeConfig;
import io.mainstay.node.config.NodeConfigReader;
import io.mainstay.node.config.StatusListener;
import io.mainstay.node.config.StatusUser;
import io.mainstay.node.config.WhenUnhealthy;
import io.mainstay.node.foreign.keepalived.KeepalivedReader;
import io.mainstay.node.track.Tracker;
import io.mainstay.node.track.TrackerEffect;
import io.mainstay.node.track.TrackerSubject;
import io.mainstay.proxy.ForwardedFor;
import io.mainstay.proxy.FrontendMode;
import io.mainstay.proxy.Server;
import io.mainstay.vrrp.VrrpVersion;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The files that people have, read as they are. */
class StoryFilesTest {
  private static final Path PI = Path.of("..", "examples", "raspberry-pi-cluster");
  private static final Path LAB = Path.of("..", "examples", "docker-lab");

  /** Debian's package has the answers that the lab's files name; not every host has the package. */
  private static final String OWN_WORDS =
      """
      mainstay {
        frontends.http-in.error-files = null
        backends.app.error-files = null
      }
      """;

  @TempDir private Path folder = Path.of("");

  private static ConfigSource keepalived(Path file) {
    return new KeepalivedReader(
            KeepalivedReader.Proxy.THIS_NODE, Map.of("your_virtual_ip", "172.18.0.6"))
        .read(List.of(file));
  }

  private static NodeConfig node(Path haproxy, Path keepalived) throws InvalidConfigException {
    return ForeignFiles.config(ForeignFiles.haproxy(haproxy), keepalived(keepalived));
  }

  private NodeConfig lab(String haproxy, String keepalived) throws Exception {
    Path own = Files.writeString(folder.resolve("own.conf"), OWN_WORDS);
    return ForeignFiles.config(
        NodeConfigReader.hocon(own),
        ForeignFiles.haproxy(LAB.resolve(haproxy)),
        keepalived(LAB.resolve(keepalived)));
  }

  @Test
  void shouldReadTheRaspberryPiClusterAsItIs() throws Exception {
    NodeConfig config = node(PI.resolve("haproxy.cfg"), PI.resolve("keepalived-1.conf"));

    assertThat(config.proxy().frontends())
        .singleElement()
        .satisfies(
            web -> {
              assertThat(web.mode()).isEqualTo(FrontendMode.HTTP);
              assertThat(web.forwardedFor()).isEqualTo(ForwardedFor.APPEND);
              assertThat(web.timeouts().client()).isEqualTo(Duration.ofSeconds(10));
            });
    assertThat(config.proxy().backends().get(0).servers())
        .extracting(Server::name)
        .containsExactly("server1", "server2", "server3");
    assertThat(config.checks().get(0).spec().arguments()).contains("GET", "/", "expect=status 200");
    assertThat(config.routers())
        .singleElement()
        .satisfies(
            router -> {
              assertThat(router.vrrp().version()).isEqualTo(VrrpVersion.V2);
              assertThat(router.vrrp().priority()).isEqualTo(101);
              assertThat(router.whenUnhealthy()).isEqualTo(WhenUnhealthy.IGNORE);
              Tracker tracker = router.trackers().get(0);
              assertThat(tracker.subject()).isEqualTo(new TrackerSubject.Proxy(List.of("http_in")));
              assertThat(tracker.effect()).isEqualTo(new TrackerEffect.Weight(2));
            });
    assertThat(config.warnings())
        .anySatisfy(
            warning ->
                assertThat(warning.toString())
                    .contains(
                        "keepalived-1.conf:2: 'killall -0 haproxy' asks whether HAProxy lives"));
  }

  @Test
  void shouldReadTheDockerLabAsItIs() throws Exception {
    NodeConfig plain = lab("haproxy/haproxy-normal.conf", "keepalived/keepalived-master.conf");
    NodeConfig passed =
        node(
            LAB.resolve("haproxy/haproxy-ssl-passthrough.conf"),
            LAB.resolve("keepalived/keepalived-backup.conf"));

    assertThat(plain.checks().get(0).policy().inter()).isEqualTo(Duration.ofSeconds(10));
    assertThat(plain.routers().get(0).addresses()).hasToString("[172.18.0.6/32 on eth0]");
    StatusListener stats = plain.status().get(1);
    assertThat(stats.binds()).containsExactly(new InetSocketAddress("0.0.0.0", 8090));
    assertThat(stats.uri()).isEqualTo("/haproxy/stats");
    assertThat(stats.users()).containsExactly(new StatusUser("haproxy:passw0rd"));
    assertThat(stats.refresh()).isEqualTo(Duration.ofSeconds(10));
    assertThat(stats.node()).isEqualTo(plain.name());
    assertThat(passed.proxy().frontends().get(0).mode()).isEqualTo(FrontendMode.TCP);
    assertThat(passed.routers().get(0).vrrp().priority()).isEqualTo(100);
  }

  @Test
  void shouldMissNothingButItsCertificateInTheFileThatEndsTls() {
    Path file = LAB.resolve("haproxy/haproxy-ssl-termination.conf");
    InvalidConfigException refused =
        catchThrowableOfType(
            InvalidConfigException.class, () -> ForeignFiles.config(ForeignFiles.haproxy(file)));

    assertThat(refused.problems())
        .extracting(ConfigProblem::toString)
        .map(problem -> problem.replaceFirst("^.*/haproxy-", "haproxy-"))
        .containsExactlyInAnyOrder(
            "haproxy-ssl-termination.conf:51: mainstay.frontends.https-in.bind.tls.certificates"
                + " cannot be used: /etc/ssl/private/my-crt-key.pem: there is no such file; mend its name",
            "haproxy-ssl-termination.conf:59: mainstay.backends.app.servers.myweb1.tls.certificate"
                + " cannot be used: /etc/ssl/private/my-crt-key.pem: there is no such file; mend its name",
            "haproxy-ssl-termination.conf:60: mainstay.backends.app.servers.myweb2.tls.certificate"
                + " cannot be used: /etc/ssl/private/my-crt-key.pem: there is no such file; mend its name");
  }

  @Test
  void shouldLetTheNodesOwnLanguageChangeWhatTheFilesSay() throws Exception {
    InvalidConfigException refused =
        catchThrowableOfType(
            InvalidConfigException.class,
            () ->
                ForeignFiles.config(
                    ForeignFiles.keepalived(
                        LAB.resolve("keepalived/keepalived-master.conf"), Map.of())));

    assertThat(refused.problems().toString())
        .contains("keepalived-master.conf:14: ", "'<your_virtual_ip>' is left for you to fill in");
  }
}
