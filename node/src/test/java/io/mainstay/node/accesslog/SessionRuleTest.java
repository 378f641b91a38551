package io.mainstay.node.accesslog;

import static io.mainstay.node.accesslog.Sessions.GOOD;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SessionRuleTest {
  private static final SessionRule NO_NORMAL = new SessionRule(false, true, true);

  static Stream<Arguments> sessions() {
    return Stream.of(
        Arguments.of("went well", GOOD, false),
        Arguments.of("not found is an answer", GOOD.ended("--", 404), false),
        Arguments.of("answered by the proxy itself", GOOD.ended("LR", 200), false),
        Arguments.of("a TCP session", GOOD.tcp(), false),
        Arguments.of("tried twice", GOOD.tried(2, false), true),
        Arguments.of("a server's 5xx", GOOD.ended("--", 500), true),
        Arguments.of("the client left", GOOD.ended("CD", 200), true),
        Arguments.of("the server was late", GOOD.ended("sH", 504), true),
        Arguments.of("refused", GOOD.ended("PR", 400), true),
        Arguments.of("a TCP session cut off", GOOD.tcp().ended("SD", 0), true));
  }

  @ParameterizedTest
  @MethodSource("sessions")
  void shouldTellWhatWentWrong(String what, Sessions session, boolean wrong) {
    assertThat(NO_NORMAL.logs(session.record())).as(what).isEqualTo(wrong);
    assertThat(NO_NORMAL.level(session.record())).isEqualTo(wrong ? LogLevel.ERR : LogLevel.INFO);
    assertThat(SessionRule.ALL.logs(session.record())).isTrue();
    assertThat(SessionRule.ALL.level(session.record())).isEqualTo(LogLevel.INFO);
  }

  @Test
  void shouldLeaveOutConnectionsOnWhichNothingCame() {
    SessionRule noNull = new SessionRule(true, false, false);
    assertThat(noNull.logs(GOOD.ended("CR", 0).sent(0).record())).isFalse();
    assertThat(noNull.logs(GOOD.ended("CR", 0).sent(1).record())).isTrue();
  }
}
