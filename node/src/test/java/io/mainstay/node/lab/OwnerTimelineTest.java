package io.mainstay.node.lab;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OwnerTimelineTest {
  private final OwnerTimeline timeline = new OwnerTimeline();

  @Test
  void shouldNameOwnersInOrder() {
    timeline.present("b", "eth0", 1);
    timeline.present("a", "eth0", 2);

    assertThat(timeline.owners()).containsExactly("a", "b");
  }

  @Test
  void shouldMeasureNothingWhenOwnersFollowEachOther() {
    timeline.present("a", "eth0", 100);
    timeline.gone("a", "eth0", 200);
    timeline.present("b", "eth0", 200);

    assertThat(timeline.owners()).containsExactly("b");
    assertThat(timeline.sharedNanos(0, 1000)).isZero();
  }

  @Test
  void shouldMeasureHowLongTwoHostsHeldIt() {
    timeline.present("a", "eth0", 100);
    timeline.present("b", "eth0", 300);
    timeline.gone("a", "eth0", 350);
    timeline.present("a", "eth0", 900);
    timeline.gone("b", "eth0", 907);

    assertThat(timeline.sharedNanos(0, 1000)).isEqualTo(57);
  }

  @Test
  void shouldCountOnlyWhatLiesBetweenTheMoments() {
    timeline.present("a", "eth0", 0);
    timeline.present("b", "eth0", 100);
    timeline.gone("a", "eth0", 200);

    assertThat(timeline.sharedNanos(150, 1000)).isEqualTo(50);
    assertThat(timeline.sharedNanos(0, 120)).isEqualTo(20);
    assertThat(timeline.sharedNanos(200, 1000)).isZero();
    assertThat(timeline.sharedNanos(0, 100)).isZero();
  }

  @Test
  void shouldCountAnOverlapThatGoesOn() {
    timeline.present("a", "eth0", 0);
    timeline.present("b", "eth0", 100);

    assertThat(timeline.sharedNanos(0, 250)).isEqualTo(150);
  }

  @Test
  void shouldSeeOneOwnerWhenOneHostHoldsItOnTwoDevices() {
    timeline.present("a", "eth0", 0);
    timeline.present("a", "tun0", 10);
    timeline.gone("a", "eth0", 20);

    assertThat(timeline.owners()).containsExactly("a");
    assertThat(timeline.sharedNanos(0, 100)).isZero();
  }

  @Test
  void shouldTakeARepeatedNoticeAsOne() {
    timeline.present("a", "eth0", 0);
    timeline.present("b", "eth0", 100);
    timeline.present("b", "eth0", 150);
    timeline.gone("b", "eth0", 200);
    timeline.gone("b", "eth0", 300);

    assertThat(timeline.owners()).containsExactly("a");
    assertThat(timeline.sharedNanos(0, 1000)).isEqualTo(100);
  }

  @Test
  void shouldMeasureAcrossTheWrapOfTheClock() {
    long start = Long.MAX_VALUE - 10;
    timeline.present("a", "eth0", start);
    timeline.present("b", "eth0", start + 5);
    timeline.gone("a", "eth0", start + 45);

    assertThat(timeline.sharedNanos(start, start + 100)).isEqualTo(40);
  }
}
