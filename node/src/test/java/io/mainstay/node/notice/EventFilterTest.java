package io.mainstay.node.notice;

import static org.assertj.core.api.Assertions.assertThat;

import io.mainstay.proxy.ServerState;
import io.mainstay.vrrp.state.VrrpState;
import java.util.Arrays;
import java.util.Set;
import org.junit.jupiter.api.Test;

class EventFilterTest {

  private static EventFilter read(String... words) {
    return Arrays.stream(words)
        .map(word -> EventFilter.read(word).orElseThrow())
        .reduce(EventFilter.of(Set.of()), EventFilter::or);
  }

  @Test
  void shouldAcceptAllStatesOfAKind() {
    EventFilter filter = read("vrrp");

    assertThat(filter.accepts(Events.vrrp("MASTER", 100))).isTrue();
    assertThat(filter.accepts(Events.vrrp("BACKUP", 100))).isTrue();
    assertThat(filter.accepts(Events.server("down"))).isFalse();
  }

  @Test
  void shouldAcceptOnlyTheStatesThatAreNamed() {
    EventFilter filter = read("vrrp.MASTER", "server", "vrrp.FAULT");

    assertThat(filter.accepts(Events.vrrp("MASTER", 100))).isTrue();
    assertThat(filter.accepts(Events.vrrp("FAULT", 100))).isTrue();
    assertThat(filter.accepts(Events.vrrp("BACKUP", 100))).isFalse();
    assertThat(filter.accepts(Events.server("down"))).isTrue();
  }

  @Test
  void shouldTakeAKindAsAWholeBesideOneOfItsStates() {
    assertThat(read("vrrp.MASTER", "vrrp")).isEqualTo(read("vrrp"));
  }

  @Test
  void shouldReadEveryWordAndNoOther() {
    assertThat(EventFilter.words())
        .contains("vrrp", "vrrp.MASTER", "sync-group.FAULT", "mover.TAKEN_AWAY", "node.STOPPED")
        .allMatch(word -> EventFilter.read(word).isPresent());
    for (String wrong : new String[] {"", "vrrp.", "vrrp.UP", ".MASTER", "vrrp.master", "VRRP"}) {
      assertThat(EventFilter.read(wrong)).as(wrong).isEmpty();
    }
  }

  @Test
  void shouldKnowEveryStateOfRoutersAndServers() {
    assertThat(EventKind.VRRP.states()).containsExactlyInAnyOrder(names(VrrpState.values()));
    assertThat(EventKind.SYNC_GROUP.states()).isEqualTo(EventKind.VRRP.states());
    assertThat(EventKind.SERVER.states()).containsExactlyInAnyOrder(names(ServerState.values()));
  }

  private static String[] names(Enum<?>... constants) {
    return Arrays.stream(constants).map(Enum::name).toArray(String[]::new);
  }
}
