package io.mainstay.vip.docker;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.util.List;
import org.junit.jupiter.api.Test;

class ServerChangeTest {

  private static final DiscoveredServer WEB1 = server("web1", "10.231.8.2", 1);
  private static final DiscoveredServer WEB2 = server("web2", "10.231.8.3", 1);

  private static DiscoveredServer server(String name, String address, int weight) {
    return new DiscoveredServer(
        "app", name, new InetSocketAddress(Literal.of(address), 80), weight);
  }

  @Test
  void shouldChangeNothingWhereNothingChanged() {
    assertThat(ServerChange.between(List.of(WEB1, WEB2), List.of(WEB2, WEB1))).isEmpty();
    assertThat(ServerChange.between(List.of(), List.of())).isEmpty();
  }

  @Test
  void shouldAddBeforeItDrains() {
    assertThat(ServerChange.between(List.of(WEB1), List.of(WEB2)))
        .containsExactly(new ServerChange.Add(WEB2), new ServerChange.Drain(WEB1));
  }

  @Test
  void shouldDrainAServerThatHasMovedBeforeItIsAddedAnew() {
    DiscoveredServer moved = server("web1", "10.231.8.9", 1);
    assertThat(ServerChange.between(List.of(WEB1, WEB2), List.of(moved, WEB2)))
        .containsExactly(new ServerChange.Drain(WEB1), new ServerChange.Add(moved));
  }

  @Test
  void shouldChangeAWeightInPlace() {
    DiscoveredServer heavier = server("web1", "10.231.8.2", 7);
    assertThat(ServerChange.between(List.of(WEB1), List.of(heavier)))
        .containsExactly(new ServerChange.Reweigh(heavier));
  }

  @Test
  void shouldTellServersOfTwoBackendsApart() {
    DiscoveredServer other = new DiscoveredServer("api", "web1", WEB1.address(), 1);
    assertThat(ServerChange.between(List.of(WEB1), List.of(WEB1, other)))
        .containsExactly(new ServerChange.Add(other));
  }
}
