package io.mainstay.vip;

import org.jspecify.annotations.Nullable;

/**
 * What is known of one address and what is under way for it. Pure: {@link #next} compares it with
 * what is wanted and says what to do now; at most one operation is ever under way.
 *
 * @param failures failures in a row
 * @param retryAtNanos when the next attempt is due, meaningful while {@code failures > 0}
 * @param problem what the latest failure said
 */
record AddressState(
    VipPresence presence,
    @Nullable VipOperation underWay,
    int failures,
    long retryAtNanos,
    @Nullable String problem) {

  static final AddressState INITIAL = new AddressState(VipPresence.UNKNOWN, null, 0, 0, null);

  /** What to do now for one address. */
  sealed interface Step {
    /** As wanted, or an operation's end must be awaited first. */
    record Rest() implements Step {}

    record Start(VipOperation operation) implements Step {}

    /** An attempt has failed: the next is due then. */
    record WaitUntil(long nanos) implements Step {}
  }

  Step next(VipIntent intent, long nowNanos) {
    if (underWay != null || asWanted(intent)) {
      return new Step.Rest();
    }
    if (failures > 0 && retryAtNanos - nowNanos > 0) {
      return new Step.WaitUntil(retryAtNanos);
    }
    return new Step.Start(intent == VipIntent.OWN ? VipOperation.ACQUIRE : VipOperation.RELEASE);
  }

  boolean asWanted(VipIntent intent) {
    return switch (intent) {
      case NONE -> true;
      case OWN -> presence == VipPresence.HELD;
      case RELEASE -> presence == VipPresence.ABSENT;
    };
  }

  /** Whether it is held and nothing is under way, so that a renewal may start. */
  boolean renewable() {
    return presence == VipPresence.HELD && underWay == null;
  }

  /** What an operation is about to change is not known until it ends; a renewal changes nothing. */
  AddressState started(VipOperation operation) {
    boolean renewal = operation == VipOperation.ACQUIRE && presence == VipPresence.HELD;
    VipPresence meanwhile = renewal ? VipPresence.HELD : VipPresence.UNKNOWN;
    return new AddressState(meanwhile, operation, failures, retryAtNanos, problem);
  }

  AddressState succeeded(VipPresence now) {
    return new AddressState(now, null, 0, 0, null);
  }

  /** A failed operation may have done its work half: nothing is known until one succeeds. */
  AddressState failed(String reason, long retryAtNanos) {
    int count = failures == Integer.MAX_VALUE ? failures : failures + 1;
    return new AddressState(VipPresence.UNKNOWN, null, count, retryAtNanos, reason);
  }

  /** A new intent does not wait for the retry of an old one. */
  AddressState withoutBackOff() {
    return new AddressState(presence, underWay, 0, 0, problem);
  }
}
