package io.mainstay.vip;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** What a reconciler does with held addresses, with several movers, and with silent ones. */
class VipReconcilerUpkeepTest {
  private static final VirtualAddress A = new LedgerWorld().addresses().get(0);
  private static final VipOutcome FAILED = new VipOutcome.Failed("busy", Duration.ZERO);
  private static final String ACQUIRE = "ACQUIRE 10.9.8.1";
  private static final String RELEASE = "RELEASE 10.9.8.1";

  private final ManualScheduler scheduler = new ManualScheduler();
  private final ScriptedMover kernel = new ScriptedMover();
  private final ScriptedMover cloud = new ScriptedMover();
  private final List<String> heard = new ArrayList<>();
  private final List<String> events = new ArrayList<>();
  private final OwnOutcome outcome =
      new OwnOutcome() {
        @Override
        public void installed() {
          heard.add("installed");
        }

        @Override
        public void failed(String reason) {
          heard.add("failed: " + reason);
        }

        @Override
        public void lost(String reason) {
          heard.add("lost: " + reason);
        }
      };

  private VipReconciler reconciler(NamedMover... movers) {
    return new VipReconciler(
        List.of(movers),
        List.of(A),
        VipPolicy.DEFAULT,
        scheduler,
        1,
        event -> events.add((event.mover() + " " + event.kind() + " " + event.detail()).strip()));
  }

  private VipReconciler inspected() {
    cloud.upkeep = VipUpkeep.INSPECT;
    VipReconciler reconciler = reconciler(new NamedMover("", cloud));
    reconciler.own(outcome);
    scheduler.run();
    return reconciler;
  }

  private void renewFor(VipReconciler reconciler, Duration time) {
    for (long millis = 0; millis < time.toMillis(); millis += 250) {
      reconciler.renew();
      scheduler.advance(Duration.ofMillis(250));
    }
  }

  @Test
  void shouldInspectNowAndThenWhatNeedsNoRenewal() {
    VipReconciler reconciler = inspected();
    renewFor(reconciler, Duration.ofMinutes(1));
    assertThat(cloud.calls).containsExactly(ACQUIRE);
    assertThat(cloud.inspections).isBetween(10, 12);
  }

  @Test
  void shouldAcquireAgainWhatSomeoneTookAway() {
    VipReconciler reconciler = inspected();
    cloud.held.clear();
    renewFor(reconciler, Duration.ofSeconds(6));
    assertThat(cloud.held).containsExactly(A);
    assertThat(events).containsExactly("ACQUIRING", "HELD", "TAKEN_AWAY", "ACQUIRING", "HELD");
    assertThat(heard).containsExactly("installed");
  }

  @Test
  void shouldTakeBackFromAnotherNodeNoMoreOftenThanItLooks() {
    VipReconciler reconciler = inspected();
    cloud.holder = new VipHolder.Elsewhere("droplet 7");
    renewFor(reconciler, Duration.ofMinutes(1));
    assertThat(cloud.calls.size()).isBetween(10, 13);
    assertThat(events).contains("TAKEN_AWAY it is at droplet 7");
  }

  @Test
  void shouldGoOnWhenNobodyCanTellWhoHoldsIt() {
    VipReconciler reconciler = inspected();
    cloud.holder = new VipHolder.Unknown("no answer");
    renewFor(reconciler, Duration.ofMinutes(5));
    assertThat(cloud.calls).containsExactly(ACQUIRE);
    assertThat(heard).containsExactly("installed");
    assertThat(reconciler.snapshot().allHeld()).isTrue();
  }

  @Test
  void shouldNotReassertAfterADemotionWhateverAnInspectionSays() {
    VipReconciler reconciler = inspected();
    cloud.holder = new VipHolder.Absent();
    scheduler.advance(VipReconciler.INSPECT_EVERY);
    reconciler.renew();
    reconciler.release();
    scheduler.run();
    renewFor(reconciler, Duration.ofMinutes(1));
    assertThat(cloud.calls.get(cloud.calls.size() - 1)).isEqualTo(RELEASE);
    assertThat(cloud.held).isEmpty();
  }

  @Test
  void shouldGiveUpOnAnAcquireThatIsNeverAnsweredAndReleaseWhenItEnds() {
    VipReconciler reconciler = reconciler(new NamedMover("cloud", cloud));
    cloud.byHand = true;
    reconciler.own(outcome);
    scheduler.advance(VipReconciler.LONGEST_ACQUIRE);
    assertThat(heard)
        .containsExactly("failed: 10.9.8.1/24 on eth0 by cloud: no answer within 120 s");
    assertThat(cloud.calls).as("one operation at a time").containsExactly(ACQUIRE);
    cloud.finishOldest();
    scheduler.run();
    cloud.finishOldest();
    scheduler.advance(Duration.ofMinutes(10));
    assertThat(cloud.calls).containsExactly(ACQUIRE, RELEASE);
    assertThat(cloud.held).isEmpty();
  }

  private VipReconciler both() {
    return reconciler(new NamedMover("kernel", kernel), new NamedMover("cloud", cloud));
  }

  @Test
  void shouldAcquireWithOneMoverAfterTheOther() {
    VipReconciler reconciler = both();
    kernel.byHand = true;
    cloud.byHand = true;
    reconciler.own(outcome);
    scheduler.run();
    assertThat(cloud.calls).as("the kernel's turn").isEmpty();
    kernel.finishOldest();
    scheduler.run();
    assertThat(cloud.calls).containsExactly(ACQUIRE);
    assertThat(reconciler.snapshot().allHeld()).isFalse();
    assertThat(heard).isEmpty();
    cloud.finishOldest();
    scheduler.run();
    assertThat(heard).containsExactly("installed");
    assertThat(reconciler.snapshot().allHeld()).isTrue();
    assertThat(events)
        .containsExactly("kernel ACQUIRING", "kernel HELD", "cloud ACQUIRING", "cloud HELD");
  }

  @Test
  void shouldReleaseWithAllMoversAtOnceHoweverOneOfThemFares() {
    VipReconciler reconciler = both();
    reconciler.own(outcome);
    scheduler.run();
    cloud.byHand = true;
    CompletionStage<Void> released = reconciler.release();
    scheduler.run();
    assertThat(kernel.held).isEmpty();
    assertThat(cloud.calls).containsExactly(ACQUIRE, RELEASE);
    assertThat(released.toCompletableFuture()).isNotDone();
    cloud.finishOldest();
    scheduler.run();
    assertThat(released.toCompletableFuture()).isCompleted();
  }

  @Test
  void shouldTakeBackWhatTheFirstMoverHoldsWhenTheSecondFails() {
    VipReconciler reconciler = both();
    for (int i = 0; i < 50; i++) {
      cloud.answer(FAILED);
    }
    reconciler.own(outcome);
    scheduler.advance(Duration.ofMillis(100));
    assertThat(kernel.held).containsExactly(A);
    assertThat(reconciler.snapshot().addresses().get(0).problem()).isEqualTo("cloud: busy");
    scheduler.advance(VipPolicy.DEFAULT.failAfter());
    assertThat(heard).containsExactly("failed: 10.9.8.1/24 on eth0 by cloud: busy");
    assertThat(kernel.held).isEmpty();
  }

  @Test
  void shouldGoOnWhenAListenerOfEventsThrows() {
    VipReconciler reconciler =
        new VipReconciler(
            List.of(new NamedMover("", cloud)),
            List.of(A),
            VipPolicy.DEFAULT,
            scheduler,
            1,
            event -> {
              throw new IllegalStateException("listener bug");
            });
    reconciler.own(outcome);
    scheduler.run();
    assertThat(heard).containsExactly("installed");
  }
}
