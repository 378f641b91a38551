package io.mainstay.proxy.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.mainstay.proxy.RetryOn;
import io.mainstay.proxy.RetryPolicy;
import io.mainstay.proxy.http1.Method;
import io.mainstay.proxy.session.RetryRule.Race;
import io.mainstay.proxy.session.RetryRule.Verdict;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RetryRuleTest {
  private static final RetryPolicy DEFAULTS = RetryPolicy.defaults();
  private static final RetryPolicy ALL = new RetryPolicy(3, EnumSet.allOf(RetryOn.class));

  @Test
  void shouldTryFourServersInAll() {
    assertThat(RetryRule.notConnected(DEFAULTS, 1, Race.NONE)).isEqualTo(Verdict.OTHER_SERVER);
    assertThat(RetryRule.notConnected(DEFAULTS, 3, Race.NONE)).isEqualTo(Verdict.OTHER_SERVER);
    assertThat(RetryRule.notConnected(DEFAULTS, 4, Race.NONE)).isEqualTo(Verdict.GIVE_UP);
  }

  @ParameterizedTest
  @EnumSource(Method.class)
  void shouldRepeatOnlyWhatIsHarmless(Method method) {
    boolean harmless =
        switch (method) {
          case GET, HEAD, PUT, DELETE, OPTIONS, TRACE -> true;
          case POST, PATCH, CONNECT -> false;
        };
    assertThat(RetryRule.repeatable(method, true)).isEqualTo(harmless);
    assertThat(RetryRule.repeatable(method, false)).isFalse();
    assertThat(RetryRule.repeatable(null, true)).isFalse();
  }

  @Test
  void shouldAskTheSameServerFirstWhenAKeptConnectionEnded() {
    assertThat(RetryRule.sent(DEFAULTS, Failure.SERVER_CLOSED, 1, Race.KEPT_CONNECTION))
        .isEqualTo(Verdict.SAME_SERVER);
    assertThat(RetryRule.sent(DEFAULTS, Failure.SERVER_CLOSED, 2, Race.REPETITION))
        .isEqualTo(Verdict.OTHER_SERVER);
    assertThat(RetryRule.notConnected(DEFAULTS, 2, Race.REPETITION))
        .isEqualTo(Verdict.OTHER_SERVER);
    assertThat(RetryRule.sent(DEFAULTS, Failure.SERVER_CLOSED, 4, Race.REPETITION))
        .isEqualTo(Verdict.GIVE_UP);
  }

  @Test
  void shouldRepeatAfterOtherFailuresOnlyWhenThePolicySaysSo() {
    for (Failure failure :
        Set.of(Failure.SERVER_CLOSED, Failure.BAD_RESPONSE, Failure.SERVER_TIMEOUT)) {
      assertThat(RetryRule.sent(DEFAULTS, failure, 1, Race.NONE)).isEqualTo(Verdict.GIVE_UP);
      assertThat(RetryRule.sent(ALL, failure, 1, Race.NONE)).isEqualTo(Verdict.OTHER_SERVER);
      assertThat(RetryRule.sent(ALL, failure, 4, Race.NONE)).isEqualTo(Verdict.GIVE_UP);
    }
  }

  @Test
  void shouldNeverRepeatWhenThereAreNoRetries() {
    RetryPolicy none = new RetryPolicy(0, EnumSet.allOf(RetryOn.class));
    assertThat(RetryRule.notConnected(none, 1, Race.NONE)).isEqualTo(Verdict.GIVE_UP);
    assertThat(RetryRule.sent(none, Failure.SERVER_CLOSED, 1, Race.KEPT_CONNECTION))
        .isEqualTo(Verdict.GIVE_UP);
  }

  @Test
  void shouldStayWithTheServerWhenNothingIsRedispatched() {
    RetryPolicy staying = ALL.withRedispatch(RetryPolicy.Redispatch.NEVER);
    assertThat(RetryRule.notConnected(staying, 1, Race.NONE)).isEqualTo(Verdict.SAME_SERVER_LATER);
    assertThat(RetryRule.notConnected(staying, 4, Race.NONE)).isEqualTo(Verdict.GIVE_UP);
    assertThat(RetryRule.sent(staying, Failure.SERVER_TIMEOUT, 1, Race.NONE))
        .isEqualTo(Verdict.SAME_SERVER_LATER);
    assertThat(RetryRule.sent(staying, Failure.SERVER_CLOSED, 1, Race.KEPT_CONNECTION))
        .isEqualTo(Verdict.SAME_SERVER);
    assertThat(RetryRule.sent(staying, Failure.SERVER_CLOSED, 2, Race.REPETITION))
        .isEqualTo(Verdict.SAME_SERVER_LATER);
  }
}
