package io.mainstay.vrrp.sim;

import io.mainstay.vrrp.VirtualRouterConfig;
import io.mainstay.vrrp.spi.AddressInstaller;

/**
 * Moves the addresses of one router as told, well or badly. It belongs to the host's process: what
 * is under way when that dies is never finished.
 */
public final class SimMover implements AddressInstaller {
  /** How an installation goes. */
  public enum Mode {
    WORKS,
    FAILS_ONCE,
    FAILS,
    THROWS,
    /** Installs the addresses, and says that it could not. */
    CLAIMS_FAILURE,
    /** Installs nothing, and says that it did. */
    CLAIMS_SUCCESS
  }

  /** What the engine asked for last. */
  enum Intent {
    NONE,
    INSTALLED,
    REMOVED
  }

  /** How many times as late as in time an answer may come. */
  private static final int LATEST_ANSWER = 4;

  private final SimRouter router;
  private final SimLan lan;
  private Mode mode = Mode.WORKS;
  private long slownessNanos;
  private long generation;
  private Intent intent = Intent.NONE;
  private boolean present;
  private boolean reported;
  private boolean lied;
  private boolean failed;
  private int installs;
  private int removals;
  private long goneNanos;

  SimMover(SimRouter router, SimLan lan) {
    this.router = router;
    this.lan = lan;
  }

  public void mode(Mode mode) {
    this.mode = mode;
  }

  /** How long each operation takes from now on. */
  public void slowness(long nanos) {
    slownessNanos = nanos;
  }

  @Override
  public void install(VirtualRouterConfig config, Outcome outcome) {
    generation++;
    installs++;
    intent = Intent.INSTALLED;
    reported = false;
    failed = mode == Mode.THROWS;
    lied = false;
    lan.trace(router.host(), "install", installs, config.name());
    lan.watch().installing(router);
    if (mode == Mode.THROWS) {
      throw new IllegalStateException("a simulated installer throws");
    }
    later(generation, () -> finish(outcome), () -> finishLater(outcome));
  }

  private void finish(Outcome outcome) {
    failed = mode != Mode.WORKS && mode != Mode.CLAIMS_SUCCESS;
    switch (mode) {
      case WORKS -> {
        present(true);
        succeed(outcome);
      }
      case FAILS_ONCE -> {
        mode = Mode.WORKS;
        outcome.failed("it fails once");
      }
      case FAILS, THROWS -> outcome.failed("it always fails");
      case CLAIMS_FAILURE -> {
        present(true);
        outcome.failed("it claims to have failed");
      }
      case CLAIMS_SUCCESS -> {
        lied = true;
        succeed(outcome);
      }
    }
  }

  private void succeed(Outcome outcome) {
    reported = true;
    outcome.installed();
    // At most one answer counts, and it was the first.
    outcome.failed("it changed its mind");
  }

  /** An answer that nobody waits for any more may come into the next installation. */
  private void finishLater(Outcome outcome) {
    int incarnation = router.host().incarnation();
    lan.at(
        lan.nowNanos() + lan.random().nextLong(LATEST_ANSWER * slownessNanos + 1),
        () -> {
          if (incarnation == router.host().incarnation()) {
            finishLate(outcome);
          }
        });
  }

  /** Nobody waits for the answer any more, and it may come all the same. */
  private void finishLate(Outcome outcome) {
    if (lan.random().nextBoolean()) {
      outcome.installed();
    } else {
      outcome.failed("too late to matter");
    }
  }

  @Override
  public void remove(VirtualRouterConfig config) {
    generation++;
    removals++;
    lan.trace(router.host(), "remove", removals, config.name());
    // Before it is no longer so, whether the addresses could have stayed.
    lan.watch().removing(router);
    intent = Intent.REMOVED;
    reported = false;
    goneNanos = lan.nowNanos() + slownessNanos;
    later(generation, () -> present(false), () -> {});
  }

  @Override
  public void renew(VirtualRouterConfig config) {
    lan.watch().renewing(router);
  }

  private void later(long asked, Runnable current, Runnable superseded) {
    if (slownessNanos == 0) {
      current.run();
      return;
    }
    int incarnation = router.host().incarnation();
    lan.at(
        lan.nowNanos() + slownessNanos,
        () -> {
          if (incarnation == router.host().incarnation()) {
            (asked == generation ? current : superseded).run();
          }
        });
  }

  private void present(boolean now) {
    if (present != now) {
      present = now;
      lan.trace(router.host(), now ? "holds" : "lets go", now ? 1 : 0, router.config().name());
      router.host().addressesChanged(router.link());
      lan.watch().holding(router, now);
    }
  }

  /** The process is gone; what it installed stays unless the kernel takes it away with it. */
  void crashed(boolean addressesStay) {
    generation++;
    intent = Intent.NONE;
    reported = false;
    if (!addressesStay) {
      present(false);
    }
  }

  /** The interface took the addresses with it. */
  void vanished() {
    if (present) {
      present = false;
      lan.watch().holding(router, /* present= */ false);
    }
  }

  Intent intent() {
    return intent;
  }

  /** Whether the installer has said that the addresses of this promotion are in place. */
  boolean hasReported() {
    return reported;
  }

  /** Whether what it said of this promotion is true. */
  boolean wasHonest() {
    return !lied;
  }

  /** Whether the installation of this promotion failed. */
  boolean hasFailed() {
    return failed;
  }

  /** Whether it may have said that it cannot install. */
  boolean isFailing() {
    return !reported;
  }

  /** Whether what was asked for last must be done by now. */
  boolean hadTimeToRemove() {
    return lan.nowNanos() > goneNanos;
  }

  public boolean isPresent() {
    return present;
  }

  public int installs() {
    return installs;
  }

  public int removals() {
    return removals;
  }

  long slownessNanos() {
    return slownessNanos;
  }
}
