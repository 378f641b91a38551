package io.mainstay.vip;

import java.time.Duration;

/**
 * How one operation of a {@link VipMover} ended. Faults of the world are values, not exceptions: a
 * mover completes its stage exceptionally only for a bug of its own.
 */
public sealed interface VipOutcome {

  /** The address is here now; {@code already} says that it was here before. */
  record Held(boolean already) implements VipOutcome {}

  /** The address is not here (any more). */
  record Released() implements VipOutcome {}

  /** Not done and not refused: ask again after the given time. */
  record Failed(String reason, Duration retryAfter) implements VipOutcome {}

  /** Will not work until someone changes something: configuration, permission, quota. */
  record Refused(String reason) implements VipOutcome {}
}
