package io.mainstay.health;

/**
 * One watched target at one moment.
 *
 * @param target what is probed
 * @param state where it stands between down and up
 * @param draining whether it asked for no new sessions and has not taken that back since; only
 *     while it is up
 * @param lastResult the latest probe's result, {@link CheckResult#NOT_PROBED} before the first
 * @param sinceNanos when it last went up or down, or was first watched, on the monitor's clock
 * @param earlierDowntimeNanos how long it was down before {@code sinceNanos}
 * @param counts what its probes add up to
 */
public record HealthSnapshot(
    HealthTarget target,
    HealthState state,
    boolean draining,
    CheckResult lastResult,
    long sinceNanos,
    long earlierDowntimeNanos,
    HealthCounts counts) {

  static HealthSnapshot unprobed(HealthTarget target, CheckPolicy policy, long nowNanos) {
    return new HealthSnapshot(
        target,
        HealthState.initial(policy),
        false,
        CheckResult.NOT_PROBED,
        nowNanos,
        0,
        HealthCounts.NONE);
  }

  /** Whether the target can serve; while it is {@link #draining} only those that are there. */
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

  /**
   * As a statistics page shows it: as {@link HealthState#toString}, and {@code NOLB} in place of
   * {@code UP} while it drains.
   */
  public String status() {
    return draining ? state.toString().replace("UP", "NOLB") : state.toString();
  }

  HealthSnapshot after(CheckResult probed, long nowNanos) {
    CheckResult result = up() ? probed : refusingToDrain(probed);
    HealthState next = RiseFall.judge(state, result);
    boolean turned = next.up() != state.up();
    return new HealthSnapshot(
        target,
        next,
        next.up() && (result.passed() ? result.code() == CheckCode.L7OKC : draining),
        result,
        turned ? nowNanos : sinceNanos,
        turned ? downtimeNanos(nowNanos) : earlierDowntimeNanos,
        counts.after(result, state, next));
  }

  /** What is down does not come up in order to drain. */
  private static CheckResult refusingToDrain(CheckResult result) {
    return result.code() == CheckCode.L7OKC
        ? new CheckResult(
            CheckCode.L7STS,
            result.status(),
            result.description(),
            result.durationNanos(),
            result.warning())
        : result;
  }
}
