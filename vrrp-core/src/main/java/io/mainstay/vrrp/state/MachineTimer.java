package io.mainstay.vrrp.state;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The one timer of a machine. Each arming has a generation, so that a stale expiry is no expiry.
 */
final class MachineTimer {
  private final @Nullable TimerSlot slot;
  private long generation;
  private @Nullable TimerKind armed;
  private long deadlineNanos;

  /** Arms and cancels a slot, or adds actions when there is none. */
  MachineTimer(@Nullable TimerSlot slot) {
    this.slot = slot;
  }

  /** Replaces whatever was armed. */
  void arm(TimerKind kind, long deadlineNanos, List<VrrpAction> actions) {
    armed = kind;
    this.deadlineNanos = deadlineNanos;
    generation++;
    if (slot == null) {
      actions.add(new VrrpAction.ArmTimer(kind, generation, deadlineNanos));
    } else {
      slot.arm(kind, generation, deadlineNanos);
    }
  }

  void cancel(List<VrrpAction> actions) {
    if (armed != null) {
      if (slot == null) {
        actions.add(new VrrpAction.CancelTimer(armed));
      } else {
        slot.cancel();
      }
      armed = null;
    }
  }

  /** Says whether this is what is armed, and if so disarms it. */
  boolean take(TimerKind kind, long generation) {
    if (kind != armed || generation != this.generation) {
      return false;
    }
    armed = null;
    return true;
  }

  boolean isArmed(TimerKind kind) {
    return kind == armed;
  }

  /** Of what was armed last. */
  long deadlineNanos() {
    return deadlineNanos;
  }

  @Override
  public String toString() {
    return "timer=" + armed + "/" + generation;
  }
}
