package io.mainstay.vrrp.state;

import java.net.InetAddress;

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
   * Something is wrong that an operator must mend; it may be said often and must be rate-limited.
   */
  record Warn(Warning warning, InetAddress sender) implements VrrpAction {}

  /** What {@link Warn} can say. */
  enum Warning {
    /** A peer advertises from this router's own address. */
    DUPLICATE_ADDRESS("another host sends VRRP from this router's own address"),
    /** Two routers have priority 255, and only one can own the addresses. */
    DUPLICATE_OWNER("another router claims to own the addresses with priority 255");

    private final String sentence;

    Warning(String sentence) {
      this.sentence = sentence;
    }

    public String sentence() {
      return sentence;
    }
  }
}
