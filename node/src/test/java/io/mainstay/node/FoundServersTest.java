package io.mainstay.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.mainstay.health.source.FoundServer;
import io.mainstay.node.config.CheckPlace;
import io.mainstay.node.config.SourceConfig;
import io.mainstay.proxy.Server;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FoundServersTest {
  private final List<String> steps = new ArrayList<>();
  private final Set<String> others = new HashSet<>();

  private final FoundServers servers =
      new FoundServers(
          new SourceConfig(
              "app",
              "test",
              Map.of(),
              Server.of("any", new InetSocketAddress(0)).withMaxConn(7),
              Optional.empty(),
              CheckPlace.SERVER,
              "node.conf:1"),
          new FoundServers.Backend() {
            @Override
            public boolean add(FoundServer found, Server server) {
              assertThat(server.maxConn()).as("as all of the backend").isEqualTo(7);
              assertThat(server.address()).isEqualTo(found.address());
              steps.add("add " + server.name());
              return !others.contains(server.name());
            }

            @Override
            public void reweigh(Server server) {
              steps.add("reweigh " + server.name() + " " + server.weight());
            }

            @Override
            public void remove(FoundServer found) {
              steps.add("remove " + found.name());
            }

            @Override
            public void changed() {
              steps.add("changed");
            }
          });

  private static FoundServer server(String name, int port, int weight) {
    return new FoundServer(
        name, new InetSocketAddress(InetAddress.getLoopbackAddress(), port), weight);
  }

  private List<String> found(FoundServer... now) {
    steps.clear();
    servers.found(List.of(now));
    return List.copyOf(steps);
  }

  @Test
  void shouldTakeInWhoIsNewBeforeItLetsGoWhoIsGone() {
    assertThat(found(server("a", 1, 1), server("b", 2, 1)))
        .containsExactly("add a", "add b", "changed");
    assertThat(found(server("c", 3, 1), server("b", 2, 1)))
        .containsExactly("add c", "remove a", "changed");
    assertThat(found()).containsExactlyInAnyOrder("remove b", "remove c", "changed");
    assertThat(found()).containsExactly("changed");
  }

  @Test
  void shouldLetGoFirstWhoHasMovedForItKeepsItsName() {
    found(server("a", 1, 1), server("b", 2, 1));
    assertThat(found(server("a", 9, 1), server("b", 2, 1)))
        .containsExactly("remove a", "add a", "changed");
  }

  @Test
  void shouldTellAnotherWeight() {
    found(server("a", 1, 1));
    assertThat(found(server("a", 1, 5))).containsExactly("reweigh a 5", "changed");
    assertThat(found(server("a", 1, 5))).containsExactly("changed");
  }

  @Test
  void shouldLeaveOutWhoHasTheNameOfAnother() {
    others.add("a");
    assertThat(found(server("a", 1, 1), server("b", 2, 1)))
        .containsExactly("add a", "add b", "changed");
    assertThat(found(server("b", 2, 1))).as("it was never in").containsExactly("changed");
    others.clear();
    assertThat(found(server("a", 1, 1), server("b", 2, 1))).containsExactly("add a", "changed");
  }

  @Test
  void shouldChangeNothingOnceItIsClosed() {
    found(server("a", 1, 1));
    servers.close();
    assertThat(found()).isEmpty();
  }
}
