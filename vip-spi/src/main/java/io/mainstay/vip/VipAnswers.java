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
      return failed(bug(failure));
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

  /** Who holds an address, or nobody knows. */
  static VipHolder judge(@Nullable VipHolder holder, @Nullable Throwable failure) {
    if (failure != null) {
      return new VipHolder.Unknown(bug(failure));
    }
    return holder == null ? new VipHolder.Unknown("the mover gave no answer") : holder;
  }

  private static String bug(Throwable failure) {
    Throwable cause = failure.getCause();
    boolean wrapped = failure instanceof CompletionException && cause != null;
    return "the mover failed: " + (wrapped ? cause : failure);
  }

  private static VipOutcome failed(String reason) {
    return new VipOutcome.Failed(reason, Duration.ZERO);
  }
}
