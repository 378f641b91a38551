package io.mainstay.vip;

import java.time.Duration;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** Takes a mover's answer for no more than it can mean. Pure. */
final class VipAnswers {

  private VipAnswers() {}

  /** The outcome, or a failure in its place when it does not answer the operation. */
  static VipOutcome judge(
      VipOperation operation, @Nullable VipOutcome outcome, @Nullable Throwable failure) {
    if (failure != null) {
      Throwable cause = failure.getCause();
      boolean wrapped = failure instanceof CompletionException && cause != null;
      return failed("the mover failed: " + (wrapped ? cause : failure));
    }
    if (outcome == null) {
      return failed("the mover gave no outcome");
    }
    boolean contradicts =
        operation == VipOperation.ACQUIRE
            ? outcome instanceof VipOutcome.Released
            : outcome instanceof VipOutcome.Held;
    return contradicts ? failed("the mover answered " + outcome + " to " + operation) : outcome;
  }

  private static VipOutcome failed(String reason) {
    return new VipOutcome.Failed(reason, Duration.ZERO);
  }
}
