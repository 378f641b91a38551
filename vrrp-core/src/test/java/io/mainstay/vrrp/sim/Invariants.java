package io.mainstay.vrrp.sim;

import java.util.List;

/** All that is checked at every step; I9 and I11 have tests of their own. */
final class Invariants {
  private final I1ExactlyOneMaster exactlyOneMaster;
  private final I12Calm calm = new I12Calm();
  private final I17TakeOverInTime takeOverInTime;
  private final Watch watch;

  Invariants(SimLan lan) {
    exactlyOneMaster = new I1ExactlyOneMaster(lan);
    takeOverInTime = new I17TakeOverInTime(lan);
    watch =
        new Watch(
            List.of(
                exactlyOneMaster,
                new I1HigherRankWins(),
                new I2NobodyWaitsForever(),
                new I3AddressesFollowMastership(),
                new I3StalledMasterLetsGo(),
                new I4OnlyMastersAdvertise(),
                new I5ResignsOnce(),
                new I6NoEarlyTakeOver(),
                new I7OwnerRules(),
                new I8AnnouncesEachPromotion(),
                new I10RefusalsChangeNothing(),
                calm,
                new I13Bounded(lan),
                new I14EveryPeerIsTold(),
                new I15SyncGroupsAgree(),
                new I16HandOverKeepsAddresses(),
                takeOverInTime,
                new I18StartupDelay(),
                new I19PreemptionDelay(),
                new I20OnlyTheMasterCanBeGone(),
                new I21OnlyThisInstallationCanFail()));
  }

  Watch watch() {
    return watch;
  }

  /** All faults are over, and so is the time that it may take to recover from them. */
  void settled() {
    settled(/* nowSettled= */ true);
  }

  /** Something is about to happen again. */
  void unsettled() {
    settled(/* nowSettled= */ false);
  }

  private void settled(boolean nowSettled) {
    exactlyOneMaster.settled(nowSettled);
    calm.settled(nowSettled);
  }

  I17TakeOverInTime takeOverInTime() {
    return takeOverInTime;
  }
}
