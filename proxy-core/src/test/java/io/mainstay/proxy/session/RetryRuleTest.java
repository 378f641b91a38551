package io.mainstay.proxy.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.mainstay.proxy.http1.Method;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RetryRuleTest {
  @Test
  void shouldTryFourServersInAll() {
    assertThat(RetryRule.connectAgain(1)).isTrue();
    assertThat(RetryRule.connectAgain(3)).isTrue();
    assertThat(RetryRule.connectAgain(4)).isFalse();
  }

  @ParameterizedTest
  @EnumSource(Method.class)
  void shouldRepeatOnlyWhatIsHarmless(Method method) {
    boolean harmless =
        switch (method) {
          case GET, HEAD, PUT, DELETE, OPTIONS, TRACE -> true;
          case POST, PATCH, CONNECT -> false;
        };
    assertThat(RetryRule.sendAgain(true, false, true, method)).isEqualTo(harmless);
  }

  @Test
  void shouldNotRepeatWhenAnythingSpeaksAgainstIt() {
    assertThat(RetryRule.sendAgain(false, false, true, Method.GET)).isFalse();
    assertThat(RetryRule.sendAgain(true, true, true, Method.GET)).isFalse();
    assertThat(RetryRule.sendAgain(true, false, false, Method.PUT)).isFalse();
    assertThat(RetryRule.sendAgain(true, false, true, null)).isFalse();
  }
}
