package io.mainstay.vrrp.state;

/** What a virtual router wants done, in the order in which the state machine gives it. */
public sealed interface VrrpAction {

  /** Send one advertisement with this priority; 0 resigns. */
  record SendAdvertisement(int priority) implements VrrpAction {}

  /** Start to install the addresses; the outcome names this promotion. */
  record InstallAddresses(long promotion) implements VrrpAction {}

  record RemoveAddresses() implements VrrpAction {}

  /** Tell the neighbours, with the repetitions that a take-over deserves. */
  record AnnounceAddresses() implements VrrpAction {}

  /** Tell the neighbours once more, because another router may have misled them. */
  record ReannounceAddresses() implements VrrpAction {}

  /** Replaces whatever timer was armed. */
  record ArmTimer(TimerKind kind, long generation, long deadlineNanos) implements VrrpAction {}

  record CancelTimer(TimerKind kind) implements VrrpAction {}

  /** The state changed already; tell those who want to know. */
  record ReportTransition(VrrpState from, VrrpState to, TransitionReason reason, String detail)
      implements VrrpAction {}

  /**
   * Something is wrong that an operator must mend. It is said with every packet that shows it, so
   * that whoever logs it must limit the rate.
   *
   * @param sentence what it is, and the cure
   * @param holdsNanos how long it is to be taken for true unless it is said again
   */
  record Warn(Warning warning, String sentence, long holdsNanos) implements VrrpAction {}

  /** What {@link Warn} can say. */
  enum Warning {
    /** Somebody else sends from this router's own address. */
    DUPLICATE_ADDRESS,
    /** Two routers have priority 255, and only one can own the addresses. */
    DUPLICATE_OWNER,
    /** Another group of routers uses the same VRID on the link. */
    VRID_TAKEN,
    /** Two routers have one priority, so that something else than the configuration decides. */
    EQUAL_PRIORITY
  }
}
