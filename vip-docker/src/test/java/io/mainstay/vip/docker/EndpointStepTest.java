package io.mainstay.vip.docker;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class EndpointStepTest {

  private static final InetAddress VIP = Literal.of("10.231.7.100");
  private static final InetAddress VIP6 = Literal.of("fd00:231:7::100");
  private static final InetAddress OWN = Literal.of("10.231.7.9");
  private static final Set<InetAddress> MOVABLE = Set.of(VIP, VIP6);
  private static final NetworkEndpoint BACK =
      endpoint("back", Set.of(Literal.of("10.231.8.2")), Set.of());

  private static NetworkEndpoint endpoint(
      String network, Set<InetAddress> present, Set<InetAddress> configured) {
    return new NetworkEndpoint(network, network + "-id-0123456789", present, configured);
  }

  private static ContainerView container(String status, NetworkEndpoint... endpoints) {
    return new ContainerView("0123", "web", status, List.of(endpoints));
  }

  private static EndpointStep toAcquire(ContainerView container) {
    return EndpointStep.toAcquire(container, "vip", VIP, MOVABLE);
  }

  private static EndpointStep toRelease(ContainerView container) {
    return EndpointStep.toRelease(container, "vip", VIP, MOVABLE);
  }

  @Test
  void shouldConnectWhereThereIsNoEndpoint() {
    assertThat(toAcquire(container("running", BACK)))
        .isEqualTo(new EndpointStep.Connect(Set.of(VIP)));
    assertThat(toAcquire(container("running"))).isEqualTo(new EndpointStep.Connect(Set.of(VIP)));
  }

  @Test
  void shouldRestWhereTheAddressIs() {
    NetworkEndpoint vip = endpoint("vip", Set.of(VIP), Set.of());
    assertThat(toAcquire(container("running", vip))).isEqualTo(new EndpointStep.Rest());
    assertThat(toAcquire(container("paused", vip))).isEqualTo(new EndpointStep.Rest());
  }

  @Test
  void shouldFindTheNetworkByItsIdToo() {
    NetworkEndpoint vip = endpoint("vip", Set.of(VIP), Set.of());
    assertThat(EndpointStep.toAcquire(container("running", vip), "vip-id-0123", VIP, MOVABLE))
        .isEqualTo(new EndpointStep.Rest());
  }

  @Test
  void shouldReplaceAnAddressOfItsOwnOnlyWhereAnotherNetworkIsLeft() {
    NetworkEndpoint own = endpoint("vip", Set.of(OWN), Set.of());
    assertThat(toAcquire(container("running", own, BACK)))
        .isEqualTo(new EndpointStep.Reconnect(Set.of(VIP)));
    assertThat(toAcquire(container("running", own))).isInstanceOf(EndpointStep.Refuse.class);
  }

  @Test
  void shouldKeepTheOtherAddressThatItMoves() {
    NetworkEndpoint six = endpoint("vip", Set.of(OWN, VIP6), Set.of(VIP6));
    assertThat(toAcquire(container("running", six)))
        .isEqualTo(new EndpointStep.Reconnect(Set.of(VIP, VIP6)));
    NetworkEndpoint both = endpoint("vip", Set.of(VIP, VIP6), Set.of());
    assertThat(toRelease(container("running", both)))
        .isEqualTo(new EndpointStep.Reconnect(Set.of(VIP6)));
  }

  @Test
  void shouldNotConnectWhatDoesNotRun() {
    assertThat(toAcquire(container("exited", BACK))).isEqualTo(new EndpointStep.NotRunning());
    assertThat(toAcquire(container("created"))).isEqualTo(new EndpointStep.NotRunning());
  }

  @Test
  void shouldReleaseTheAddressAndTheClaimToIt() {
    NetworkEndpoint present = endpoint("vip", Set.of(VIP), Set.of(VIP));
    assertThat(toRelease(container("running", present, BACK)))
        .isEqualTo(new EndpointStep.Disconnect());
    NetworkEndpoint claimed = endpoint("vip", Set.of(), Set.of(VIP));
    assertThat(toRelease(container("exited", claimed))).isEqualTo(new EndpointStep.Disconnect());
  }

  /** After a connect that failed, the Engine shows what it was asked for. */
  @Test
  void shouldTakeAClaimWithoutAnAddressForNoEndpoint() {
    NetworkEndpoint claimed = endpoint("vip", Set.of(), Set.of(VIP));
    assertThat(toAcquire(container("running", claimed, BACK)))
        .isEqualTo(new EndpointStep.Connect(Set.of(VIP)));
    assertThat(toRelease(container("running", claimed, BACK))).isEqualTo(new EndpointStep.Rest());
  }

  @Test
  void shouldReleaseNothingElse() {
    NetworkEndpoint own = endpoint("vip", Set.of(OWN), Set.of(OWN));
    assertThat(toRelease(container("running", own))).isEqualTo(new EndpointStep.Rest());
    assertThat(toRelease(container("running", endpoint("back", Set.of(VIP), Set.of(VIP)))))
        .isEqualTo(new EndpointStep.Rest());
    assertThat(toRelease(container("running"))).isEqualTo(new EndpointStep.Rest());
  }

  @Test
  void shouldHoldOnlyWhatARunningContainerHas() {
    NetworkEndpoint vip = endpoint("vip", Set.of(VIP), Set.of(VIP));
    assertThat(EndpointStep.holds(container("running", vip), "vip", VIP)).isTrue();
    assertThat(EndpointStep.holds(container("exited", vip), "vip", VIP)).isFalse();
    NetworkEndpoint claimed = endpoint("vip", Set.of(), Set.of(VIP));
    assertThat(EndpointStep.holds(container("running", claimed), "vip", VIP)).isFalse();
  }
}
