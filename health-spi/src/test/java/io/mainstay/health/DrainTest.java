package io.mainstay.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;

/** A server that answers 404 drains, as with HAProxy's disable-on-404. */
class DrainTest {
  private final HealthTarget target = new HealthTarget("app/web1", new InetSocketAddress(0));

  @Test
  void shouldDrainWhileUpAndComeBackWithTheNextPlainSuccess() {
    HealthSnapshot up = start(InitialState.FULLY_UP);
    HealthSnapshot draining = after(up, CheckCode.L7OKC);
    assertThat(draining.up()).isTrue();
    assertThat(draining.draining()).isTrue();
    assertThat(draining.status()).isEqualTo("NOLB");
    assertThat(after(draining, CheckCode.L7OK).draining()).isFalse();
  }

  @Test
  void shouldGoOnDrainingThroughSingleFailuresUntilItIsDown() {
    HealthSnapshot failing =
        after(after(start(InitialState.FULLY_UP), CheckCode.L7OKC), CheckCode.L4CON);
    assertThat(failing.status()).isEqualTo("NOLB 2/3");
    HealthSnapshot down = after(after(failing, CheckCode.L4CON), CheckCode.L4CON);
    assertThat(down.up()).isFalse();
    assertThat(down.draining()).isFalse();
  }

  @Test
  void shouldNotComeUpInOrderToDrain() {
    HealthSnapshot down = start(InitialState.FULLY_DOWN);
    HealthSnapshot after =
        after(after(after(down, CheckCode.L7OKC), CheckCode.L7OKC), CheckCode.L7OKC);
    assertThat(after.status()).isEqualTo("DOWN");
    assertThat(after.lastResult().code()).isEqualTo(CheckCode.L7STS);
    assertThat(after.counts().failed()).isEqualTo(3);
  }

  private HealthSnapshot start(InitialState state) {
    return HealthSnapshot.unprobed(target, CheckPolicy.DEFAULT.withInitialState(state), 0);
  }

  private static HealthSnapshot after(HealthSnapshot snapshot, CheckCode code) {
    return snapshot.after(CheckResult.of(code, "", 0), 1);
  }
}
