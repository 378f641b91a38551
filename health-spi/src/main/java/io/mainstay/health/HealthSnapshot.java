package io.mainstay.health;

/**
 * One watched target at one moment.
 *
 * @param target what is probed
 * @param state where it stands between down and up
 * @param lastResult the latest probe's result, {@link CheckResult#NOT_PROBED} before the first
 * @param sinceNanos when it last went up or down, or was first watched, on the monitor's clock
 * @param earlierDowntimeNanos how long it was down before {@code sinceNanos}
 * @param counts what its probes add up to
 */
public record HealthSnapshot(
    HealthTarget target,
    HealthState state,
    CheckResult lastResult,
    long sinceNanos,
    long earlierDowntimeNanos,
    HealthCounts counts) {

  static HealthSnapshot unprobed(HealthTarget target, CheckPolicy policy, long nowNanos) {
    return new HealthSnapshot(
        target,
        HealthState.initial(policy),
        CheckResult.NOT_PROBED,
        nowNanos,
        0,
        HealthCounts.NONE);
  }

  /** Whether the target takes traffic. */
  public boolean up() {
    return state.up();
  }

  /** Whether a probe has ended yet; before that, {@link #state()} is only the initial state. */
  public boolean probed() {
    return lastResult.code() != CheckCode.INI;
  }

  /** How long the target has been down in all. */
  public long downtimeNanos(long nowNanos) {
    return earlierDowntimeNanos + (up() ? 0 : nowNanos - sinceNanos);
  }

  HealthSnapshot after(CheckResult result, long nowNanos) {
    HealthState next = RiseFall.judge(state, result);
    boolean turned = next.up() != state.up();
    return new HealthSnapshot(
        target,
        next,
        result,
        turned ? nowNanos : sinceNanos,
        turned ? downtimeNanos(nowNanos) : earlierDowntimeNanos,
        counts.after(result, state, next));
  }
}
