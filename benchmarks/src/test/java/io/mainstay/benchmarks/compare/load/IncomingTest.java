package io.mainstay.benchmarks.compare.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.mainstay.benchmarks.compare.load.Incoming.Step;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IncomingTest {
  private static final Dialogue DIALOGUE = Dialogue.get(5);
  private static final String FIRST =
      "HTTP/1.1 200 OK\r\nServer: a proxy\r\nContent-Length: 5\r\n\r\nabcde";

  private final HeadLength learned = new HeadLength();
  private final Incoming answers = Incoming.answers(DIALOGUE, learned);

  private static ByteBuf bytes(String text) {
    return Unpooled.copiedBuffer(text, StandardCharsets.ISO_8859_1);
  }

  @Test
  void shouldFindTheEndWhenTheFirstAnswerComesWhole() {
    ByteBuf buffer = bytes(FIRST);

    assertThat(answers.take(buffer)).isEqualTo(Step.WHOLE);
    assertThat(buffer.isReadable()).isFalse();
    assertThat(learned.bytes()).isEqualTo(FIRST.length() - 5);
  }

  @Test
  void shouldFindTheEndWhereverAnswersAreCut() {
    String three = FIRST + FIRST + FIRST;
    for (int cut = 1; cut < three.length(); cut++) {
      int whole = 0;
      Incoming incoming = Incoming.answers(DIALOGUE, new HeadLength());
      for (String part : new String[] {three.substring(0, cut), three.substring(cut)}) {
        ByteBuf buffer = bytes(part);
        while (buffer.isReadable()) {
          Step step = incoming.take(buffer);
          assertThat(step).as("cut at %d", cut).isNotEqualTo(Step.WRONG);
          whole += step == Step.WHOLE ? 1 : 0;
        }
      }
      assertThat(whole).as("cut at %d", cut).isEqualTo(3);
      assertThat(incoming.atStart()).isTrue();
    }
  }

  @Test
  void shouldLearnAnewWhenAHeadIsOfAnotherLength() {
    assertThat(answers.take(bytes(FIRST))).isEqualTo(Step.WHOLE);
    ByteBuf longer = bytes(FIRST.replace("a proxy", "another proxy, and a longer one"));

    assertThat(answers.take(longer)).isEqualTo(Step.WHOLE);
    assertThat(longer.isReadable()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 5\r\n\r\nabcde",
        "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nabcd",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nabcde\r\n0\r\n\r\n",
        "HTTP/1.0 200 OK\r\nContent-Length: 5\r\n\r\nabcde"
      })
  void shouldRefuseWhatIsNotTheAnswer(String wrong) {
    assertThat(answers.take(bytes(wrong))).isEqualTo(Step.WRONG);
    assertThat(answers.complaint()).isNotEmpty();
  }

  @Test
  void shouldRefuseAnotherStatusWhenItsHeadIsAsLong() {
    assertThat(answers.take(bytes(FIRST))).isEqualTo(Step.WHOLE);

    assertThat(answers.take(bytes(FIRST.replace("200 OK", "502 No")))).isEqualTo(Step.WRONG);
    assertThat(answers.complaint()).contains("502 No");
  }

  @Test
  void shouldCountRequestsWithTheirBodies() {
    Dialogue post = Dialogue.post(1000, 5);
    Incoming requests = Incoming.requests(post, new HeadLength());
    ByteBuf two = Unpooled.copiedBuffer(post.request(), post.request());

    assertThat(requests.take(two)).isEqualTo(Step.WHOLE);
    assertThat(requests.take(two)).isEqualTo(Step.WHOLE);
    assertThat(two.isReadable()).isFalse();
  }

  @Test
  void shouldCountBytesAndCheckWhereEachMessageBegins() {
    Dialogue dialogue = Dialogue.bytes(4, 6);
    Incoming incoming = Incoming.answers(dialogue, new HeadLength());
    ByteBuf buffer = bytes("abcdefab");

    assertThat(incoming.take(buffer)).isEqualTo(Step.WHOLE);
    assertThat(incoming.take(buffer)).isEqualTo(Step.MORE);
    assertThat(incoming.take(bytes("cdef"))).isEqualTo(Step.WHOLE);
    assertThat(incoming.take(bytes("x"))).isEqualTo(Step.WRONG);
  }
}
