package io.mainstay.proxy.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.mainstay.proxy.session.TerminationState.Answering;
import io.mainstay.proxy.session.TerminationState.Sending;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TerminationStateTest {
  @ParameterizedTest
  @CsvSource({
    "NO_SERVER, NOTHING, SC",
    "REFUSED, NOTHING, SC",
    "NO_SERVER_LEFT, NOTHING, SQ",
    "CONNECT_TIMEOUT, NOTHING, sC",
    "SERVER_CLOSED, NOTHING, SH",
    "SERVER_CLOSED, BEGUN, SD",
    "SERVER_TIMEOUT, NOTHING, sH",
    "SERVER_TIMEOUT, BEGUN, sD",
    "BAD_RESPONSE, NOTHING, PH",
    "BAD_RESPONSE, BEGUN, PD"
  })
  void shouldSayHowTheServerFailed(Failure failure, Answering answering, String letters) {
    assertThat(TerminationState.serverSide(failure, answering).letters()).isEqualTo(letters);
  }

  @ParameterizedTest
  @CsvSource({
    "CLIENT, NOTHING, NOTHING, CC",
    "CLIENT, BODY, NOTHING, CD",
    "CLIENT, ALL, NOTHING, CH",
    "CLIENT, ALL, BEGUN, CD",
    "CLIENT_TIMEOUT, BODY, NOTHING, cD",
    "CLIENT_TIMEOUT, ALL, BEGUN, cD",
    "PROXY, BODY, NOTHING, PD",
    "KILLED, ALL, NOTHING, KH"
  })
  void shouldSayWhereTheClientsSideEnded(
      EndedBy by, Sending sending, Answering answering, String letters) {
    assertThat(TerminationState.clientSide(by, sending, answering).letters()).isEqualTo(letters);
  }

  @Test
  void shouldFindEachByItsIndex() {
    for (int i = 0; i < TerminationState.COUNT; i++) {
      TerminationState state = TerminationState.at(i);
      assertThat(state.index()).isEqualTo(i);
      assertThat(TerminationState.of(state.by(), state.in())).isSameAs(state);
    }
    assertThat(TerminationState.NORMAL.letters()).isEqualTo("--");
  }
}
