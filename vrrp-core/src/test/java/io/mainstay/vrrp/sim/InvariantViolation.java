package io.mainstay.vrrp.sim;

/** An invariant does not hold; the run says which seed, and how it came to that. */
public final class InvariantViolation extends AssertionError {
  private static final long serialVersionUID = 1L;

  InvariantViolation(String message) {
    super(message);
  }
}
