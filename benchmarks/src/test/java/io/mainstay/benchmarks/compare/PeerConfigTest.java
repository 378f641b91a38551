package io.mainstay.benchmarks.compare;

import static org.assertj.core.api.Assertions.assertThat;

import io.mainstay.benchmarks.compare.Scenario.Setting;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PeerConfigTest {
  private static final List<InetSocketAddress> SERVERS = List.of(server(9001), server(9002));

  private static InetSocketAddress server(int port) {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }

  @ParameterizedTest
  @EnumSource
  void shouldListenOnLoopbackOnlyAndReachEveryServer(Setting setting) {
    String haproxy = HaproxyConfig.text(setting, 8000, SERVERS);
    String nginx = NginxConfig.text(setting, Path.of("/tmp/x"), 8000, SERVERS);

    assertThat(haproxy).contains("bind 127.0.0.1:8000 ", " 127.0.0.1:9001", " 127.0.0.1:9002");
    assertThat(nginx).contains("listen 127.0.0.1:8000 ", "127.0.0.1:9001 ", "127.0.0.1:9002 ");
  }

  @Test
  void shouldHaveOneThreadEach() {
    assertThat(HaproxyConfig.text(Setting.HTTP, 1, SERVERS)).contains("nbthread 1\n");
    assertThat(NginxConfig.text(Setting.HTTP, Path.of("/tmp/x"), 1, SERVERS))
        .contains("worker_processes 1;");
  }

  @Test
  void shouldLoadTheStreamModuleBeforeAnythingElse() {
    assertThat(NginxConfig.text(Setting.TCP, Path.of("/tmp/x"), 1, SERVERS))
        .startsWith("load_module ");
  }

  @Test
  void shouldCheckServersOnlyWhenTheyGoDown() {
    assertThat(HaproxyConfig.text(Setting.POOL, 1, SERVERS)).contains("check inter 100ms");
    assertThat(HaproxyConfig.text(Setting.HTTP, 1, SERVERS)).doesNotContain("check");
  }

  @Test
  void shouldLogOnlyWhenObserved() {
    String silent = NodeConfig.text(8000, 8001, SERVERS, null);
    String observed = NodeConfig.text(8000, 8001, SERVERS, Path.of("/tmp/x/access.log"));

    assertThat(silent).contains("\"127.0.0.1:9002\"", "event-loops = 1").doesNotContain("log");
    assertThat(observed).contains("log.targets.file = \"file:/tmp/x/access.log\"");
  }
}
