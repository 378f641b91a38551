package io.mainstay.node.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class RequestTallyTest {
  private final RequestTally tally = new RequestTally(1000);

  @Test
  void shouldCountSuccessesAndFailures() {
    tally.success("Web 1", 1010);
    tally.failure("HTTP 503");
    tally.failure("HTTP 503");
    tally.failure("connect timed out");

    assertThat(tally.counts()).isEqualTo(new RequestTally.Counts(1, 3));
    assertThat(tally.counts().requests()).isEqualTo(4);
    assertThat(tally.failures()).isEqualTo(Map.of("HTTP 503", 2L, "connect timed out", 1L));
  }

  @Test
  void shouldFindTheLongestTimeBetweenTwoSuccesses() {
    tally.success("Web 1", 1010);
    tally.success("Web 2", 1310);
    tally.success("Web 1", 1320);

    assertThat(tally.longestGapNanos(1330)).isEqualTo(300);
  }

  @Test
  void shouldCountTheTimeBeforeTheFirstAndAfterTheLastSuccess() {
    assertThat(tally.longestGapNanos(1500)).isEqualTo(500);

    tally.success("Web 1", 1600);

    assertThat(tally.longestGapNanos(1600)).isEqualTo(600);
    assertThat(tally.longestGapNanos(2500)).isEqualTo(900);
  }

  @Test
  void shouldNotBeMisledByAnOlderSuccessThatIsToldLater() {
    tally.success("Web 1", 1100);
    tally.success("Web 1", 1090);
    tally.success("Web 1", 1200);

    assertThat(tally.longestGapNanos(1200)).isEqualTo(100);
  }

  @Test
  void shouldBeginAnewToCountSuccessesInARowAfterAFailure() {
    tally.success("Web 1", 1001);
    tally.success("Web 1", 1002);
    tally.failure("connection refused");
    tally.success("Web 2", 1003);

    assertThat(tally.successesInARow()).isEqualTo(1);
    assertThat(tally.answersBy("Web 1")).isEqualTo(2);
    assertThat(tally.answersBy("Web 3")).isZero();
  }
}
