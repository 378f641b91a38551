package io.mainstay.health;

/**
 * What a target's probes add up to since it is watched.
 *
 * @param passed probes that passed
 * @param failed probes that failed
 * @param failedWhileUp probes that failed while the target was up (column {@code chkfail})
 * @param downs how often the target went from up to down (column {@code chkdown})
 * @param passedInRow passes since the last failure
 * @param failedInRow failures since the last pass
 */
public record HealthCounts(
    long passed, long failed, long failedWhileUp, long downs, int passedInRow, int failedInRow) {

  static final HealthCounts NONE = new HealthCounts(0, 0, 0, 0, 0, 0);

  HealthCounts after(CheckResult result, HealthState before, HealthState after) {
    if (result.passed()) {
      return new HealthCounts(passed + 1, failed, failedWhileUp, downs, increment(passedInRow), 0);
    }
    return new HealthCounts(
        passed,
        failed + 1,
        before.up() ? failedWhileUp + 1 : failedWhileUp,
        before.up() && !after.up() ? downs + 1 : downs,
        0,
        increment(failedInRow));
  }

  private static int increment(int count) {
    return count == Integer.MAX_VALUE ? count : count + 1;
  }
}
