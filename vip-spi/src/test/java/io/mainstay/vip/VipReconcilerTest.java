package io.mainstay.vip;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class VipReconcilerTest {

  private static final VirtualAddress A = address(1);
  private static final VirtualAddress B = address(2);
  private static final VipOutcome FAILED = new VipOutcome.Failed("busy", Duration.ZERO);
  private static final String ACQUIRE_A = "ACQUIRE 10.9.8.1";
  private static final String ACQUIRE_B = "ACQUIRE 10.9.8.2";
  private static final String RELEASE_A = "RELEASE 10.9.8.1";
  private static final String RELEASE_B = "RELEASE 10.9.8.2";

  private final ManualScheduler scheduler = new ManualScheduler();
  private final ScriptedMover mover = new ScriptedMover();
  private final Heard heard = new Heard();

  @Test
  void shouldInstallAllAddressesAndSayItOnce() {
    VipReconciler reconciler = reconciler(A, B);
    mover.byHand = true;
    reconciler.own(heard);
    scheduler.run();
    assertThat(mover.calls).containsExactly(ACQUIRE_A, ACQUIRE_B);
    mover.finishOldest();
    scheduler.run();
    assertThat(heard).as("one is still missing").isEmpty();
    mover.finishOldest();
    scheduler.advance(Duration.ofMinutes(1));
    assertThat(heard).containsExactly("installed");
    assertThat(reconciler.snapshot().allHeld()).isTrue();
    assertThat(reconciler.snapshot().intent()).isEqualTo(VipIntent.OWN);
  }

  @Test
  void shouldLeaveAddressesAloneUntilTheFirstOrder() {
    VipReconciler reconciler = reconciler(A);
    reconciler.renew();
    scheduler.advance(Duration.ofMinutes(1));
    assertThat(mover.calls).isEmpty();
    assertThat(reconciler.snapshot().intent()).isEqualTo(VipIntent.NONE);
  }

  @Test
  void shouldLogWhereAnAddressCameFromAndNotThatAnOperationWasUnderWay() {
    Logger logger = (Logger) LoggerFactory.getLogger(VipReconciler.class);
    ListAppender<ILoggingEvent> lines = new ListAppender<>();
    lines.start();
    logger.addAppender(lines);
    logger.setLevel(Level.INFO);
    try {
      VipReconciler reconciler = reconciler(A);
      reconciler.release();
      scheduler.run();
      reconciler.own(heard);
      scheduler.run();
      reconciler.renew();
      scheduler.run();
      reconciler.release();
      scheduler.run();
    } finally {
      logger.setLevel(null);
      logger.detachAppender(lines);
    }
    assertThat(lines.list)
        .extracting(ILoggingEvent::getFormattedMessage)
        .containsExactly(
            "vip address=\"" + A + "\" from=UNKNOWN to=ABSENT",
            "vip address=\"" + A + "\" from=ABSENT to=HELD",
            "vip address=\"" + A + "\" from=HELD to=ABSENT");
  }

  @Test
  void shouldReleaseWhateverStateTheAddressesAreIn() {
    VipReconciler reconciler = reconciler(A);
    CompletionStage<Void> released = reconciler.release();
    scheduler.run();
    assertThat(mover.calls).containsExactly(RELEASE_A);
    assertThat(released.toCompletableFuture()).isCompleted();
    reconciler.release();
    scheduler.run();
    assertThat(mover.calls).as("once is enough").hasSize(1);
  }

  @Test
  void shouldReleaseAgainWhenAnAcquireEndsAfterTheDemotion() {
    VipReconciler reconciler = reconciler(A);
    mover.byHand = true;
    reconciler.own(heard);
    scheduler.run();
    CompletionStage<Void> released = reconciler.release();
    scheduler.advance(Duration.ofSeconds(30));
    assertThat(mover.calls).as("serialised").containsExactly(ACQUIRE_A);
    mover.finishOldest();
    scheduler.run();
    assertThat(mover.calls).containsExactly(ACQUIRE_A, RELEASE_A);
    assertThat(released.toCompletableFuture()).isNotDone();
    mover.finishOldest();
    scheduler.advance(Duration.ofMinutes(1));
    assertThat(mover.held).isEmpty();
    assertThat(mover.calls).containsExactly(ACQUIRE_A, RELEASE_A);
    assertThat(released.toCompletableFuture()).isCompleted();
    assertThat(heard).as("superseded").isEmpty();
  }

  @Test
  void shouldLetTheLastOrderWinWhenPromotedDemotedAndPromotedQuickly() {
    VipReconciler reconciler = reconciler(A);
    Heard second = new Heard();
    mover.byHand = true;
    reconciler.own(heard);
    scheduler.run();
    CompletionStage<Void> released = reconciler.release();
    reconciler.own(second);
    scheduler.advance(Duration.ofSeconds(30));
    mover.finishOldest();
    scheduler.run();
    assertThat(mover.calls).containsExactly(ACQUIRE_A);
    assertThat(heard).isEmpty();
    assertThat(second).containsExactly("installed");
    assertThat(released.toCompletableFuture())
        .failsWithin(Duration.ZERO)
        .withThrowableOfType(CancellationException.class);
  }

  @Test
  void shouldAcquireAgainWhenPromotedDuringARelease() {
    VipReconciler reconciler = reconciler(A);
    mover.byHand = true;
    reconciler.own(heard);
    scheduler.run();
    mover.finishOldest();
    reconciler.release();
    scheduler.run();
    Heard second = new Heard();
    reconciler.own(second);
    scheduler.run();
    assertThat(second).isEmpty();
    mover.finishOldest();
    scheduler.run();
    mover.finishOldest();
    scheduler.run();
    assertThat(mover.calls).containsExactly(ACQUIRE_A, RELEASE_A, ACQUIRE_A);
    assertThat(second).containsExactly("installed");
  }

  @Test
  void shouldRetryAfterABackOffWhenAnAcquireFailsOnce() {
    VipReconciler reconciler = reconciler(A);
    mover.answer(FAILED);
    reconciler.own(heard);
    scheduler.advance(Duration.ofMillis(49));
    assertThat(mover.calls).hasSize(1);
    assertThat(reconciler.snapshot().addresses().get(0).problem()).isEqualTo("busy");
    scheduler.advance(Duration.ofMillis(51));
    assertThat(mover.calls).containsExactly(ACQUIRE_A, ACQUIRE_A);
    assertThat(heard).containsExactly("installed");
    assertThat(reconciler.snapshot().addresses().get(0).problem()).isNull();
    scheduler.advance(Duration.ofMinutes(1));
    assertThat(heard).containsExactly("installed");
  }

  @Test
  void shouldWaitAsLongAsTheMoverAsks() {
    VipReconciler reconciler = reconciler(A);
    mover.answer(new VipOutcome.Failed("rate limited", Duration.ofSeconds(3)));
    reconciler.own(heard);
    scheduler.advance(Duration.ofMillis(2999));
    assertThat(mover.calls).hasSize(1);
    scheduler.advance(Duration.ofMillis(1));
    assertThat(heard).containsExactly("installed");
  }

  @Test
  void shouldGiveUpAndReleaseEverythingWhenAnAddressKeepsFailing() {
    VipReconciler reconciler = reconciler(A);
    for (int i = 0; i < 100; i++) {
      mover.answer(FAILED);
    }
    reconciler.own(heard);
    scheduler.advance(Duration.ofMillis(4999));
    assertThat(heard).isEmpty();
    assertThat(mover.calls.size()).as("backs off").isBetween(5, 12);
    scheduler.advance(Duration.ofMillis(1));
    assertThat(heard).containsExactly("failed: 10.9.8.1/24 on eth0: busy");
    int attempts = mover.calls.size();
    scheduler.advance(Duration.ofSeconds(3));
    assertThat(mover.calls.subList(attempts, mover.calls.size()))
        .as("no acquire after giving up")
        .isNotEmpty()
        .containsOnly(RELEASE_A);
    assertThat(heard).hasSize(1);
    assertThat(reconciler.snapshot().intent()).isEqualTo(VipIntent.RELEASE);
  }

  @Test
  void shouldGiveUpAtTheDeadlineWhenTheMoverAsksForMoreThanThat() {
    VipReconciler reconciler = reconciler(A);
    mover.answer(new VipOutcome.Failed("quota", Duration.ofMinutes(1)));
    reconciler.own(heard);
    scheduler.advance(Duration.ofSeconds(5));
    assertThat(heard).containsExactly("failed: 10.9.8.1/24 on eth0: quota");
  }

  @Test
  void shouldNotGiveUpOnAMoverThatIsOnlySlow() {
    VipReconciler reconciler = reconciler(A);
    mover.byHand = true;
    reconciler.own(heard);
    scheduler.advance(Duration.ofSeconds(30));
    assertThat(heard).isEmpty();
    mover.finishOldest();
    scheduler.run();
    assertThat(heard).containsExactly("installed");
  }

  @Test
  void shouldGiveUpAtOnceAndTakeBackTheOthersWhenOneAddressIsRefused() {
    VipReconciler reconciler = reconciler(A, B);
    mover.answer(() -> acquired(A)).answer(new VipOutcome.Refused("needs CAP_NET_ADMIN"));
    reconciler.own(heard);
    scheduler.run();
    assertThat(heard).containsExactly("failed: 10.9.8.2/24 on eth0: needs CAP_NET_ADMIN");
    assertThat(mover.held).isEmpty();
    assertThat(mover.calls).containsExactly(ACQUIRE_A, ACQUIRE_B, RELEASE_A, RELEASE_B);
    scheduler.advance(Duration.ofMinutes(5));
    assertThat(mover.calls).hasSize(4);
    assertThat(heard).hasSize(1);
  }

  @Test
  void shouldOwnAgainAfterGivingUpWhenOrdered() {
    VipReconciler reconciler = reconciler(A);
    mover.answer(new VipOutcome.Refused("no"));
    reconciler.own(heard);
    scheduler.run();
    reconciler.release();
    Heard second = new Heard();
    reconciler.own(second);
    scheduler.run();
    assertThat(second).containsExactly("installed");
    assertThat(heard).hasSize(1);
  }

  @Test
  void shouldRetryAReleaseUntilItSucceeds() {
    VipReconciler reconciler = reconciler(A);
    reconciler.own(heard);
    scheduler.run();
    for (int i = 0; i < 20; i++) {
      mover.answer(FAILED);
    }
    CompletionStage<Void> released = reconciler.release();
    scheduler.advance(Duration.ofSeconds(10));
    assertThat(released.toCompletableFuture()).isNotDone();
    scheduler.advance(Duration.ofMinutes(1));
    assertThat(released.toCompletableFuture()).isCompleted();
    assertThat(mover.held).isEmpty();
  }

  @Test
  void shouldRetryARefusedReleaseSlowly() {
    VipReconciler reconciler = reconciler(A);
    mover.answer(new VipOutcome.Refused("no permission"));
    CompletionStage<Void> released = reconciler.release();
    scheduler.advance(Duration.ofSeconds(14));
    assertThat(mover.calls).hasSize(1);
    scheduler.advance(Duration.ofSeconds(17));
    assertThat(released.toCompletableFuture()).isCompleted();
  }

  @Test
  void shouldTreatThrowingAsFailing() {
    VipReconciler reconciler = reconciler(A);
    mover
        .answer(
            () -> {
              throw new IllegalStateException("bug");
            })
        .answer(() -> CompletableFuture.failedFuture(new java.io.IOException("gone")))
        .answer(VipReconcilerTest::nothing);
    reconciler.own(heard);
    scheduler.run();
    assertThat(problem(reconciler))
        .isEqualTo("the mover failed: java.lang.IllegalStateException: bug");
    scheduler.advance(Duration.ofMillis(100));
    assertThat(problem(reconciler)).isEqualTo("the mover failed: java.io.IOException: gone");
    scheduler.advance(Duration.ofMillis(200));
    assertThat(problem(reconciler)).isEqualTo("the mover gave no outcome");
    scheduler.advance(Duration.ofMillis(400));
    assertThat(heard).containsExactly("installed");
  }

  @Test
  void shouldNotBelieveAnAnswerToAnotherQuestion() {
    VipReconciler reconciler = reconciler(A);
    mover.answer(new VipOutcome.Released());
    reconciler.own(heard);
    scheduler.run();
    assertThat(heard).isEmpty();
    assertThat(problem(reconciler)).isEqualTo("the mover answered Released[] to ACQUIRE");
    scheduler.advance(Duration.ofMillis(100));
    assertThat(heard).containsExactly("installed");
    mover.answer(new VipOutcome.Held(true));
    CompletionStage<Void> released = reconciler.release();
    scheduler.run();
    assertThat(released.toCompletableFuture()).isNotDone();
    scheduler.advance(Duration.ofMillis(100));
    assertThat(released.toCompletableFuture()).isCompleted();
  }

  @Test
  void shouldCountOneAnswerPerOperation() {
    VipReconciler reconciler = reconciler(A);
    TwiceStage twice = new TwiceStage();
    mover.answer(() -> twice);
    reconciler.own(heard);
    scheduler.run();
    mover.byHand = true;
    twice.answerTwice(new VipOutcome.Held(false), new VipOutcome.Refused("changed my mind"));
    reconciler.release();
    scheduler.run();
    assertThat(heard).containsExactly("installed");
    assertThat(mover.calls).containsExactly(ACQUIRE_A, RELEASE_A);
    assertThat(reconciler.snapshot().addresses().get(0).underWay())
        .as("the second answer does not end the release")
        .isEqualTo(VipOperation.RELEASE);
  }

  @Test
  void shouldRenewWhatIsHeldWithOneOperationAtATime() {
    VipReconciler reconciler = reconciler(A);
    reconciler.own(heard);
    scheduler.run();
    mover.byHand = true;
    for (int i = 0; i < 10; i++) {
      reconciler.renew();
      reconciler.renew();
      scheduler.run();
    }
    assertThat(mover.calls).containsExactly(ACQUIRE_A, ACQUIRE_A);
    mover.finishOldest();
    reconciler.renew();
    scheduler.run();
    assertThat(mover.calls).hasSize(3);
    assertThat(heard).containsExactly("installed");
  }

  @Test
  void shouldSayOnceThatAnInstalledAddressIsLostAndGoOnTrying() {
    VipReconciler reconciler = reconciler(A);
    reconciler.own(heard);
    scheduler.run();
    for (int i = 0; i < 20; i++) {
      mover.answer(FAILED);
    }
    reconciler.renew();
    scheduler.advance(Duration.ofSeconds(10));
    assertThat(heard).containsExactly("installed", "lost: 10.9.8.1/24 on eth0: busy");
    scheduler.advance(Duration.ofMinutes(1));
    assertThat(reconciler.snapshot().allHeld()).isTrue();
    assertThat(heard).hasSize(2);
    mover.answer(new VipOutcome.Refused("interface gone"));
    reconciler.renew();
    scheduler.run();
    assertThat(heard).endsWith("lost: 10.9.8.1/24 on eth0: interface gone");
  }

  @Test
  void shouldSayInstalledToASecondOrderAtOnceWhenAllIsHeld() {
    VipReconciler reconciler = reconciler(A);
    reconciler.own(heard);
    scheduler.run();
    Heard second = new Heard();
    reconciler.own(second);
    scheduler.run();
    assertThat(second).containsExactly("installed");
    assertThat(heard).containsExactly("installed");
    assertThat(mover.calls).hasSize(1);
  }

  @Test
  void shouldDoAndSayNothingMoreWhenClosed() {
    VipReconciler reconciler = reconciler(A);
    mover.byHand = true;
    reconciler.own(heard);
    scheduler.run();
    reconciler.close();
    mover.finishOldest();
    reconciler.own(heard);
    reconciler.renew();
    CompletionStage<Void> released = reconciler.release();
    scheduler.advance(Duration.ofMinutes(1));
    assertThat(heard).isEmpty();
    assertThat(mover.calls).hasSize(1);
    assertThat(released.toCompletableFuture()).isCompletedExceptionally();
  }

  @Test
  void shouldGoOnWhenAListenerThrows() {
    VipReconciler reconciler = reconciler(A);
    reconciler.own(
        new OwnOutcome() {
          @Override
          public void installed() {
            throw new IllegalStateException("listener bug");
          }

          @Override
          public void failed(String reason) {}
        });
    scheduler.run();
    reconciler.release();
    scheduler.run();
    assertThat(mover.held).isEmpty();
  }

  /** Whatever the orders and answers: never two operations at a time, and the last order wins. */
  @Test
  void shouldEndWhereTheLastOrderWantsItWhateverHappensBefore() {
    long seed = System.nanoTime();
    SplittableRandom random = new SplittableRandom(seed);
    for (int round = 0; round < 300; round++) {
      ManualScheduler clock = new ManualScheduler();
      ScriptedMover fickle = new ScriptedMover();
      fickle.byHand = true;
      VipReconciler reconciler =
          new VipReconciler(fickle, List.of(A, B), VipPolicy.DEFAULT, clock, seed);
      List<Heard> orders = new ArrayList<>();
      List<Integer> heldAtRelease = new ArrayList<>();
      for (int step = 0; step < 60; step++) {
        randomStep(random, reconciler, fickle, clock, orders, heldAtRelease);
      }
      boolean own = random.nextBoolean();
      Heard last = new Heard();
      if (own) {
        reconciler.own(last);
      } else {
        reconciler.release();
      }
      for (int i = 0; i < 50; i++) {
        clock.run();
        while (!fickle.pending.isEmpty()) {
          fickle.finishOldest();
        }
        clock.advance(Duration.ofSeconds(1));
      }
      String where = "seed " + seed + " round " + round;
      assertThat(fickle.held).as(where).hasSize(own ? 2 : 0);
      assertThat(reconciler.snapshot().allHeld()).as(where).isEqualTo(own);
      assertThat(clock.waitingTimers()).as(where).isLessThan(10);
      if (own) {
        assertThat(last).as(where).containsExactly("installed");
      }
      assertThat(heldAtRelease).as(where).allMatch(held -> held == 0);
      for (Heard order : orders) {
        assertThat(order).as(where).doesNotContain("untrue");
        assertThat(order.stream().filter(news -> !news.startsWith("lost")).count())
            .as(where)
            .isLessThanOrEqualTo(1);
      }
    }
  }

  private static void randomStep(
      SplittableRandom random,
      VipReconciler reconciler,
      ScriptedMover fickle,
      ManualScheduler clock,
      List<Heard> orders,
      List<Integer> releases) {
    switch (random.nextInt(8)) {
      case 0 -> {
        Heard order = new Truthful(fickle);
        orders.add(order);
        reconciler.own(order);
      }
      case 1 -> {
        CompletionStage<Void> released = reconciler.release();
        released.thenRun(() -> releases.add(fickle.held.size()));
      }
      case 2 -> reconciler.renew();
      case 3 -> clock.advance(Duration.ofMillis(random.nextInt(3000)));
      case 4 -> {
        if (!fickle.pending.isEmpty()) {
          fickle.pending.remove().stage().complete(FAILED);
        }
      }
      case 5 -> {
        if (!fickle.pending.isEmpty()) {
          fickle.pending.remove().stage().complete(new VipOutcome.Refused("no"));
        }
      }
      default -> {
        if (!fickle.pending.isEmpty()) {
          fickle.finishOldest();
        }
      }
    }
    if (random.nextBoolean()) {
      clock.run();
    }
  }

  @Test
  void shouldRunOnARealExecutor() throws Exception {
    ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor();
    try {
      mover.answer(FAILED);
      VipReconciler reconciler =
          new VipReconciler(mover, List.of(A), VipPolicy.DEFAULT, SerialScheduler.on(executor), 1);
      CountDownLatch installed = new CountDownLatch(1);
      reconciler.own(
          new OwnOutcome() {
            @Override
            public void installed() {
              installed.countDown();
            }

            @Override
            public void failed(String reason) {}
          });
      assertThat(installed.await(10, TimeUnit.SECONDS)).isTrue();
      reconciler.release().toCompletableFuture().get(10, TimeUnit.SECONDS);
      assertThat(mover.calls).containsExactly(ACQUIRE_A, ACQUIRE_A, RELEASE_A);
    } finally {
      executor.shutdownNow();
    }
  }

  private VipReconciler reconciler(VirtualAddress... addresses) {
    return new VipReconciler(mover, List.of(addresses), VipPolicy.DEFAULT, scheduler, 1);
  }

  private CompletionStage<VipOutcome> acquired(VirtualAddress address) {
    mover.held.add(address);
    return CompletableFuture.completedFuture(new VipOutcome.Held(false));
  }

  private static String problem(VipReconciler reconciler) {
    return String.valueOf(reconciler.snapshot().addresses().get(0).problem());
  }

  @SuppressWarnings("NullAway") // what a careless mover does
  private static CompletionStage<VipOutcome> nothing() {
    return CompletableFuture.completedFuture(null);
  }

  private static VirtualAddress address(int last) {
    try {
      byte[] bytes = {10, 9, 8, (byte) last};
      return new VirtualAddress(InetAddress.getByAddress(bytes), 24, "eth0");
    } catch (UnknownHostException e) {
      throw new AssertionError(e);
    }
  }

  /** A stage that calls its listener twice, against the contract. */
  private static final class TwiceStage extends CompletableFuture<VipOutcome> {
    private java.util.function.BiConsumer<? super VipOutcome, ? super Throwable> listener =
        (outcome, failure) -> {};

    @Override
    public CompletableFuture<VipOutcome> whenComplete(
        java.util.function.BiConsumer<? super VipOutcome, ? super Throwable> action) {
      listener = action;
      return this;
    }

    @SuppressWarnings("NullAway") // the listener of a CompletableFuture gets null for "no failure"
    void answerTwice(VipOutcome first, VipOutcome second) {
      complete(first);
      listener.accept(first, null);
      listener.accept(second, null);
    }
  }

  /** Notices when it is told "installed" though an address is missing. */
  @SuppressWarnings("serial")
  private static final class Truthful extends Heard {
    private final transient ScriptedMover mover;

    Truthful(ScriptedMover mover) {
      this.mover = mover;
    }

    @Override
    public void installed() {
      super.installed();
      if (mover.held.size() != 2) {
        add("untrue");
      }
    }
  }

  /** What a listener was told, in order. */
  @SuppressWarnings("serial")
  private static class Heard extends ArrayList<String> implements OwnOutcome {

    @Override
    public void installed() {
      add("installed");
    }

    @Override
    public void failed(String reason) {
      add("failed: " + reason);
    }

    @Override
    public void lost(String reason) {
      add("lost: " + reason);
    }
  }
}
