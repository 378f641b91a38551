package io.mainstay.benchmarks.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.mainstay.benchmarks.chaos.Outcome.End;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Each rule, with a fault that breaks it and is not there. */
class JudgeTest {
  private static final long SECOND = 1_000_000_000L;

  private final Journal journal = new Journal();
  private final List<ChaosServer> servers = new ArrayList<>();
  private final Judge judge = new Judge(journal, servers);
  private final long now = System.nanoTime();

  JudgeTest() {
    for (Place place : Place.values()) {
      for (int i = 0; i < place.servers(); i++) {
        servers.add(new ChaosServer(place.label() + i, place, 0, journal, Runnable::run));
      }
    }
  }

  private static Ask ask(Place place, String method, Fate fate) {
    Framing body = method.equals("POST") ? Framing.LENGTH : Framing.NONE;
    int bytes = method.equals("POST") ? 5 : 0;
    return new Ask(7, place, method, body, bytes, fate, 1, Framing.LENGTH, 10, 0, 1, false);
  }

  private void arrives(Ask ask, String server, boolean reused, Consumer<Arrival> then) {
    Arrival arrival = journal.arrived(ask, server, reused);
    arrival.requestWhole = true;
    then.accept(arrival);
  }

  private static void answers(Arrival arrival) {
    arrival.begin();
    arrival.whole = true;
  }

  private Outcome outcome(Ask ask, End end, int status) {
    return new Outcome(ask, end, status, "", true, true, now - SECOND, now + SECOND);
  }

  private String verdict(Ask ask, End end, int status) {
    String complaint = judge.complaint(outcome(ask, end, status)).orElse("");
    return complaint.contains(": ") ? complaint.substring(0, complaint.indexOf(": ")) : complaint;
  }

  @Test
  void shouldAcceptAnAnswer() {
    Ask ask = ask(Place.PLAIN, "GET", Fate.ANSWER);
    arrives(ask, "plain0", false, JudgeTest::answers);
    assertThat(verdict(ask, End.ANSWERED, 200)).isEmpty();
  }

  @Test
  void shouldNoticeAPostThatWentTwice() {
    Ask ask = ask(Place.PATIENT, "POST", Fate.CLOSE_SILENT);
    arrives(ask, "patient0", true, arrival -> {});
    arrives(ask, "patient0", false, JudgeTest::answers);
    assertThat(verdict(ask, End.ANSWERED, 200)).isEqualTo("sent twice though it must not be");
  }

  @Test
  void shouldNoticeARequestThatIsLostWithAKeptConnection() {
    Ask ask = ask(Place.PLAIN, "GET", Fate.CLOSE_SILENT);
    arrives(ask, "plain0", true, arrival -> {});
    assertThat(verdict(ask, End.REFUSED, 502)).isEqualTo("lost though it was to be repeated");
  }

  @Test
  void shouldAcceptA502WhenAServerClosedANewConnection() {
    Ask ask = ask(Place.PLAIN, "GET", Fate.CLOSE_SILENT);
    arrives(ask, "plain0", false, arrival -> {});
    assertThat(verdict(ask, End.REFUSED, 502)).isEmpty();
  }

  @Test
  void shouldNoticeThatNotAllTriesWereMade() {
    Ask ask = ask(Place.PATIENT, "GET", Fate.CLOSE_SILENT);
    arrives(ask, "patient0", false, arrival -> {});
    assertThat(verdict(ask, End.REFUSED, 502)).isEqualTo("given up before all tries");
  }

  @Test
  void shouldNoticeARepetitionBehindAnAnswer() {
    Ask ask = ask(Place.PATIENT, "GET", Fate.CLOSE_IN_HEAD);
    arrives(ask, "patient0", true, Arrival::begin);
    arrives(ask, "patient1", false, JudgeTest::answers);
    assertThat(verdict(ask, End.ANSWERED, 200)).isEqualTo("repeated though the answer had begun");
  }

  @Test
  void shouldNotBlameTheProxyForWhatADyingServerNotedLate() {
    Ask ask = ask(Place.PLAIN, "GET", Fate.ANSWER);
    arrives(ask, "plain0", false, JudgeTest::answers);
    arrives(
        ask,
        "plain1",
        true,
        arrival -> {
          arrival.begin();
          arrival.killed = true;
        });
    assertThat(verdict(ask, End.ANSWERED, 200)).isEmpty();
  }

  @Test
  void shouldNoticeARepetitionThatRetryOnDoesNotName() {
    Ask ask = ask(Place.PLAIN, "GET", Fate.HANG);
    arrives(ask, "plain0", false, arrival -> {});
    arrives(ask, "plain1", false, JudgeTest::answers);
    assertThat(verdict(ask, End.ANSWERED, 200))
        .isEqualTo("repeated after what retry-on does not name");
  }

  @Test
  void shouldNoticeA503WhileAServerIsThere() {
    Ask ask = ask(Place.PLAIN, "GET", Fate.ANSWER);
    journal.away("plain0", now, now);
    journal.away("plain1", now, now);
    assertThat(verdict(ask, End.REFUSED, 503)).isEqualTo("no server though there was one");
    journal.away("plain2", now, now);
    assertThat(verdict(ask, End.REFUSED, 503)).isEmpty();
  }

  @Test
  void shouldNoticeAnAnswerThatIsCutByNobody() {
    Ask ask = ask(Place.PLAIN, "GET", Fate.ANSWER);
    arrives(ask, "plain0", false, JudgeTest::answers);
    assertThat(verdict(ask, End.CUT, 0)).isEqualTo("cut though its server answered it whole");
    assertThat(verdict(ask, End.CLOSED, 0)).isEqualTo("closed without an answer");
    assertThat(verdict(ask, End.SILENT, 0)).isEqualTo("no answer at all");
  }

  @Test
  void shouldNoticeABodyThatOnlyLooksWhole() {
    Ask ask = ask(Place.PLAIN, "POST", Fate.ANSWER);
    arrives(ask, "plain0", false, JudgeTest::answers);
    Outcome left = new Outcome(ask, End.LEFT, 0, "", true, false, now, now);
    assertThat(judge.complaint(left))
        .hasValueSatisfying(
            complaint ->
                assertThat(complaint).startsWith("a body that was not sent whole looked whole"));
  }

  @Test
  void shouldNoticeARequestBehindTheEndOfItsConnection() {
    Ask ask = ask(Place.PLAIN, "GET", Fate.ANSWER);
    arrives(ask, "plain0", false, JudgeTest::answers);
    assertThat(verdict(ask, End.BEHIND, 0))
        .isEqualTo("went to a server behind the connection's end");
  }

  @Test
  void shouldNoticeAResetThatBecameALastWord() {
    Ask ask = Ask.stream(7, Place.STREAMS, Fate.RESET_IN_BODY, 10);
    arrives(ask, "streams0", false, Arrival::begin);
    assertThat(verdict(ask, End.CUT, 0)).isEmpty();
    assertThat(verdict(ask, End.ENDED, 0)).isEqualTo("a server's reset became a last word");
  }

  @Test
  void shouldAcceptAStreamThatNoServerLetInForLong() {
    Ask ask = Ask.stream(7, Place.DISTANT, Fate.ANSWER, 10);
    assertThat(verdict(ask, End.ENDED, 0)).isEmpty();
  }

  @Test
  void shouldNoticeAStreamThatEndsThoughItsServerWentOn() {
    Ask ask = Ask.stream(7, Place.DISTANT, Fate.ANSWER, 10);
    arrives(ask, "distant0", false, Arrival::begin);
    assertThat(verdict(ask, End.ENDED, 0)).isEqualTo("ended by nobody");
  }
}
