package io.mainstay.vrrp.state;

/**
 * Where a machine puts its timer when it shall not make an action of it: it arms one with every
 * advertisement, and that would be the only garbage of the steady state.
 */
public interface TimerSlot {

  /** Replaces whatever timer was armed; the parameters are those of {@link VrrpAction.ArmTimer}. */
  void arm(TimerKind kind, long generation, long deadlineNanos);

  void cancel();
}
