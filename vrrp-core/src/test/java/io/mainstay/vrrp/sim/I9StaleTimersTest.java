package io.mainstay.vrrp.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.mainstay.vrrp.state.TimerKind;
import io.mainstay.vrrp.state.VrrpAction;
import io.mainstay.vrrp.state.VrrpEvent;
import io.mainstay.vrrp.state.VrrpStateMachine;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * I9: a timer that was cancelled or replaced does nothing when it fires all the same, and neither
 * does the answer to an installation of an earlier promotion.
 */
class I9StaleTimersTest {
  private static final int EVENTS = 20_000;

  private final List<VrrpAction> actions = new ArrayList<>();
  private final List<VrrpAction.ArmTimer> timers = new ArrayList<>();
  private VrrpAction.@Nullable ArmTimer armed;
  private long promotion;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 0x5eed})
  void shouldIgnoreStaleTimersAndAnswers(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int priority = random.nextInt(1, 255);
    VrrpStateMachine machine =
        new VrrpStateMachine(SimLan.router(priority).preempt(random.nextBoolean()).build());
    long nowNanos = random.nextLong();
    machine.handle(new VrrpEvent.LinkUp(SimLan.address("10.0.0.10")), nowNanos, actions);
    machine.handle(new VrrpEvent.Startup(), nowNanos, actions);
    follow();

    for (int i = 0; i < EVENTS; i++) {
      String before = machine.toString();
      for (VrrpEvent stale : stale(random)) {
        machine.handle(stale, nowNanos, actions);
        assertThat(actions).as("seed %d, event %d: %s", seed, i, stale).isEmpty();
        assertThat(machine).as("seed %d, event %d: %s", seed, i, stale).hasToString(before);
      }
      nowNanos += random.nextLong(500_000_000L);
      machine.handle(event(random), nowNanos, actions);
      follow();
    }
  }

  private List<VrrpEvent> stale(SplittableRandom random) {
    List<VrrpEvent> events = new ArrayList<>();
    VrrpAction.ArmTimer any = timers.get(random.nextInt(timers.size()));
    if (!any.equals(armed)) {
      events.add(new VrrpEvent.TimerFired(any.kind(), any.generation()));
    }
    VrrpAction.ArmTimer current = armed;
    if (current != null) {
      for (TimerKind kind : TimerKind.values()) {
        if (kind != current.kind()) {
          events.add(new VrrpEvent.TimerFired(kind, current.generation()));
        }
      }
    }
    if (promotion > 1) {
      events.add(new VrrpEvent.AddressesInstalled(random.nextLong(1, promotion)));
      events.add(new VrrpEvent.AddressesFailed(random.nextLong(1, promotion), "late"));
    }
    return events;
  }

  private VrrpEvent event(SplittableRandom random) {
    VrrpAction.ArmTimer timer = armed;
    return switch (random.nextInt(8)) {
      case 0 -> new VrrpEvent.LinkDown("interface eth0 is down");
      case 1, 2 -> new VrrpEvent.LinkUp(SimLan.address("10.0.0.10"));
      case 3 ->
          new VrrpEvent.AdvertisementReceived(
              random.nextInt(255), 1_000_000_000L, SimLan.address("10.0.0.11"));
      case 4 -> new VrrpEvent.PriorityChanged(random.nextInt(1, 255));
      case 5 ->
          random.nextBoolean()
              ? new VrrpEvent.AddressesInstalled(promotion)
              : new VrrpEvent.AddressesFailed(promotion, "in time");
      default ->
          timer == null
              ? new VrrpEvent.FaultCleared()
              : new VrrpEvent.TimerFired(timer.kind(), timer.generation());
    };
  }

  /** Remembers what the machine asked for. */
  private void follow() {
    for (VrrpAction action : actions) {
      if (action instanceof VrrpAction.ArmTimer timer) {
        armed = timer;
        timers.add(timer);
      } else if (action instanceof VrrpAction.CancelTimer) {
        armed = null;
      } else if (action instanceof VrrpAction.InstallAddresses install) {
        promotion = install.promotion();
      }
    }
    actions.clear();
  }
}
