package io.mainstay.proxy.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.mainstay.proxy.HttpReuse;
import io.mainstay.proxy.session.ReuseRule.Repetition;
import io.mainstay.proxy.session.ReuseRule.Turn;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReuseRuleTest {
  @ParameterizedTest
  @CsvSource({
    "NEVER, FIRST, ALLOWED, NONE",
    "NEVER, LATER, FORBIDDEN, OWN",
    "SAFE, FIRST, ALLOWED, ANY",
    "SAFE, FIRST, FORBIDDEN, NONE",
    "SAFE, LATER, FORBIDDEN, ANY",
    "AGGRESSIVE, FIRST, ALLOWED, ANY",
    "AGGRESSIVE, FIRST, FORBIDDEN, PROVEN",
    "AGGRESSIVE, LATER, FORBIDDEN, ANY",
    "ALWAYS, FIRST, FORBIDDEN, ANY"
  })
  void shouldSayWhichConnectionsARequestMayUse(
      HttpReuse reuse, Turn turn, Repetition repetition, ReuseRule rule) {
    assertThat(ReuseRule.of(reuse, turn, repetition)).isEqualTo(rule);
  }
}
