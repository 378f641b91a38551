package io.mainstay.vip.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.dockerjava.api.model.Container;
import io.mainstay.health.source.FoundServer;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServerLabelsTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final DockerSourceSettings SETTINGS =
      DockerSourceSettings.parse("app", java.util.Map.of());
  private static final String BACK = "\"back\":{\"IPAddress\":\"10.231.8.2\"}";
  private static final String FRONT = "\"front\":{\"IPAddress\":\"10.231.9.2\"}";

  private static Container container(String state, String labels, String networks, String ports)
      throws Exception {
    String json =
        """
        {"Id": "0123", "Names": ["/web1"], "State": "STATE", "Labels": {LABELS}, "Ports": [PORTS],
         "NetworkSettings": {"Networks": {NETWORKS}}}
        """
            .replace("STATE", state)
            .replace("LABELS", labels.replace('\'', '"'))
            .replace("PORTS", ports)
            .replace("NETWORKS", networks);
    return JSON.readValue(json, Container.class);
  }

  private static Optional<FoundServer> read(String labels, String networks, String ports)
      throws Exception {
    return ServerLabels.read(container("running", labels, networks, ports), SETTINGS);
  }

  private static Optional<FoundServer> server(String address, int port, OptionalInt weight) {
    return Optional.of(
        new FoundServer("web1", new InetSocketAddress(Literal.of(address), port), weight));
  }

  @Test
  void shouldNeedNothingButTheBackend() throws Exception {
    String port = "{\"PrivatePort\": 8080, \"Type\": \"tcp\"}";
    assertThat(read("'mainstay.backend': 'app'", BACK, port))
        .isEqualTo(server("10.231.8.2", 8080, OptionalInt.empty()));
  }

  @Test
  void shouldReadAllLabels() throws Exception {
    String labels =
        "'mainstay.backend': 'app', 'mainstay.port': '81', 'mainstay.network': 'front',"
            + " 'mainstay.weight': '7'";
    assertThat(read(labels, BACK + "," + FRONT, ""))
        .isEqualTo(server("10.231.9.2", 81, OptionalInt.of(7)));
  }

  @Test
  void shouldTakeTheIpv6AddressWhereThereIsNoOther() throws Exception {
    String six = "\"back\":{\"IPAddress\":\"\",\"GlobalIPv6Address\":\"fd00:231:8::2\"}";
    assertThat(read("'mainstay.backend': 'app', 'mainstay.port': '80'", six, ""))
        .isEqualTo(server("fd00:231:8::2", 80, OptionalInt.empty()));
  }

  @ParameterizedTest
  @CsvSource({"exited", "paused", "created", "restarting", "dead", "removing"})
  void shouldFindNoServerInWhatDoesNotRun(String state) throws Exception {
    String labels = "'mainstay.backend': 'app', 'mainstay.port': '80'";
    assertThat(ServerLabels.read(container(state, labels, BACK, ""), SETTINGS)).isEmpty();
  }

  @Test
  void shouldFindNoServerWithoutTheLabel() throws Exception {
    assertThat(read("'other': 'app'", BACK, "")).isEmpty();
    assertThat(read("'mainstay.backend': 'another'", BACK, "")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'mainstay.port': 'x'     | label mainstay.port must be 1 to 65535, not 'x'",
        "'mainstay.port': '65536' | label mainstay.port must be 1 to 65535, not '65536'",
        "'mainstay.port': '80', 'mainstay.weight': '257' | label mainstay.weight must be 0 to 256",
        "'mainstay.port': '80', 'mainstay.network': 'no' | it has no address on network no",
        "'mainstay.port': '80'    | it is on the networks [back, front]; choose one",
        "'a': 'b'                 | it exposes the TCP ports [80, 443]; choose one",
      })
  void shouldSayWhatItCannotFollow(String labels, String problem) {
    String ports =
        "{\"PrivatePort\": 80, \"Type\": \"tcp\"}, {\"PrivatePort\": 443, \"Type\": \"tcp\"},"
            + " {\"PrivatePort\": 53, \"Type\": \"udp\"}";
    String networks = labels.contains("'a'") ? BACK : BACK + "," + FRONT;
    assertThatThrownBy(() -> read("'mainstay.backend': 'app', " + labels, networks, ports))
        .isInstanceOf(ServerLabels.UnusableException.class)
        .hasMessageStartingWith("container web1: ")
        .hasMessageContaining(problem);
  }
}
