package io.mainstay.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.mainstay.proxy.ProxyConfig;
import io.mainstay.proxy.TransportKind;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProxyWarmUpTest {
  private static final ProxyConfig NODE =
      ProxyConfig.of(List.of(), List.of()).withTransport(TransportKind.NIO);

  @Test
  void shouldGetAnswersFromItself() {
    assertThat(ProxyWarmUp.run(NODE, Duration.ofMillis(100))).isPositive();
  }

  @Test
  void shouldAskNothingWhenTurnedOff() {
    assertThat(ProxyWarmUp.run(NODE, Duration.ZERO)).isZero();
  }
}
