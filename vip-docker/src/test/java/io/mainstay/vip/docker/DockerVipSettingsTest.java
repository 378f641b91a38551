package io.mainstay.vip.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DockerVipSettingsTest {

  @Test
  void shouldNeedNothingButTheNetwork() {
    assertThat(DockerVipSettings.parse(Map.of("network", "proxy-network")))
        .isEqualTo(
            new DockerVipSettings(
                "proxy-network",
                null,
                URI.create("unix:///var/run/docker.sock"),
                Fencing.NEVER,
                Duration.ofSeconds(5)));
  }

  @Test
  void shouldReadAllSettings() {
    DockerVipSettings settings =
        DockerVipSettings.parse(
            Map.of(
                "network", "lab",
                "container", "mylb1",
                "engine", "tcp://127.0.0.1:2375",
                "fence", "disconnect",
                "timeout", "2s"));
    assertThat(settings)
        .isEqualTo(
            new DockerVipSettings(
                "lab",
                "mylb1",
                URI.create("tcp://127.0.0.1:2375"),
                Fencing.DISCONNECT,
                Duration.ofSeconds(2)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "network   | a/b             | network is no Docker name or id: 'a/b'",
        "network   | a?force=1       | network is no Docker name or id: 'a?force=1'",
        "container | -x              | container is no Docker name or id: '-x'",
        "engine    | /var/run/d.sock | engine must be unix:///path/to/docker.sock or tcp://host:port, not '/var/run/d.sock'",
        "engine    | tcp://host      | engine must be unix:///path/to/docker.sock or tcp://host:port, not 'tcp://host'",
        "engine    | unix://         | engine is no URI: Expected authority at index 7: unix://",
        "fence     | true            | fence must be never or disconnect, not 'true'",
        "timeout   | 2m              | timeout must be 100ms to 60s, not 2m",
        "nework    | lab             | nework is unknown; known are container, engine, fence, network, timeout",
      })
  void shouldSayWhatIsWrong(String key, String value, String problem) {
    Map<String, String> written = new HashMap<>(Map.of("network", "lab"));
    written.put(key, value);
    assertThatThrownBy(() -> DockerVipSettings.parse(written))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("docker mover: " + problem);
  }

  @Test
  void shouldMissTheNetwork() {
    assertThatThrownBy(() -> DockerVipSettings.parse(Map.of()))
        .hasMessage("docker mover: network is missing");
  }
}
