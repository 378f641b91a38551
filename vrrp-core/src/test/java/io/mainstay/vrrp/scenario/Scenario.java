package io.mainstay.vrrp.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.mainstay.vrrp.VrrpTransition;
import io.mainstay.vrrp.sim.SimHost;
import io.mainstay.vrrp.sim.SimLan;
import io.mainstay.vrrp.state.VrrpState;
import java.time.Duration;
import java.util.List;

/** The words in which the scenarios are told. */
abstract class Scenario {
  /** Long enough for any election with an interval of a second. */
  static final Duration SETTLE = Duration.ofSeconds(10);

  final SimLan lan = new SimLan();

  static Duration seconds(long seconds) {
    return Duration.ofSeconds(seconds);
  }

  static Duration millis(long millis) {
    return Duration.ofMillis(millis);
  }

  final void assertMaster(SimHost master) {
    assertThat(lan.masters()).containsExactly(master);
    assertThat(master.holdsAddresses()).isTrue();
  }

  final void assertMasters(SimHost... masters) {
    assertThat(lan.masters()).containsExactly(masters);
  }

  static VrrpTransition last(SimHost host) {
    List<VrrpTransition> transitions = host.transitions();
    return transitions.get(transitions.size() - 1);
  }

  /** When it became MASTER for the last time. */
  static long promotedNanos(SimHost host) {
    return host.transitions().stream()
        .filter(transition -> transition.to() == VrrpState.MASTER)
        .mapToLong(VrrpTransition::atNanos)
        .max()
        .orElseThrow();
  }

  static long promotions(SimHost host) {
    return host.transitions().stream().filter(t -> t.to() == VrrpState.MASTER).count();
  }

  /** How often a better router made it give up. */
  static long demotions(SimHost host) {
    return host.transitions().stream()
        .filter(t -> t.from() == VrrpState.MASTER && t.to() == VrrpState.BACKUP)
        .count();
  }
}
