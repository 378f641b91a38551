package io.mainstay.node.peer;

import static org.assertj.core.api.Assertions.assertThat;

import io.mainstay.vrrp.AddressFamily;
import io.mainstay.vrrp.VrrpVersion;
import io.mainstay.vrrp.state.VrrpState;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class FingerprintComparisonTest {
  private static final RouterFingerprint OWN =
      Routers.fingerprint(101, "10.42.0.240", "10.42.0.241");

  @Test
  void shouldSayNothingWhenOnlyThePriorityAndTheOrderDiffer() {
    assertThat(compare(OWN, Routers.fingerprint(100, "10.42.0.241", "10.42.0.240"))).isEmpty();
  }

  @Test
  void shouldTellEveryDifferenceOfARouterInOneLine() {
    RouterFingerprint there =
        new RouterFingerprint(
            52,
            AddressFamily.IPV4,
            VrrpVersion.V2,
            Duration.ofMillis(500),
            false,
            100,
            List.of(Routers.address("10.42.0.240"), Routers.address("10.42.0.250")));

    assertThat(compare(OWN, there))
        .containsExactly(
            "peer b: router vip differs: vrid 51 here, 52 there; version 3 here, 2 there;"
                + " advertisement interval 1000 ms here, 500 ms there; preempt on here, off there;"
                + " addresses 10.42.0.241 only here, 10.42.0.250 only there");
  }

  @Test
  void shouldWarnWhenBothHaveOnePriority() {
    assertThat(compare(OWN, OWN))
        .containsExactly(
            "peer b: router vip differs: priority 101 on both, so that the higher source address"
                + " decides who is master: give each node one of its own");
  }

  @Test
  void shouldNameTheLikelyMistakeWhenOneRouterHasTwoNames() {
    Peer peer = peer(Routers.router("web", VrrpState.BACKUP, Routers.fingerprint(100)));

    assertThat(FingerprintComparison.compare("1", Routers.vip(VrrpState.MASTER, 101), "1", peer))
        .containsExactly(
            "peer b: router vip is configured only here; vrid 51 is called web there: give it one"
                + " name",
            "peer b: router web is configured only there");
  }

  @Test
  void shouldWarnWhenTheSoftwareDiffers() {
    assertThat(FingerprintComparison.compare("1.1", new LocalState(List.of()), "1.0", peer()))
        .containsExactly("peer b: software version 1.1 here, 1.0 there; update one");
  }

  private static List<String> compare(RouterFingerprint own, RouterFingerprint there) {
    return FingerprintComparison.compare(
        "1",
        new LocalState(List.of(Routers.router("vip", VrrpState.MASTER, own))),
        "1",
        peer(Routers.router("vip", VrrpState.BACKUP, there)));
  }

  private static Peer peer(RouterState... routers) {
    return new Peer("b", Routers.endpoint(7946), List.of(routers));
  }
}
