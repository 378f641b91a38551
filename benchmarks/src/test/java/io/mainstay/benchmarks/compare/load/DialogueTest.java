package io.mainstay.benchmarks.compare.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class DialogueTest {
  @Test
  void shouldAnswerWith130BytesWhenTheBodyHas65() {
    assertThat(Dialogue.get(65).answer()).hasSize(130);
  }

  @Test
  void shouldAskLikeABrowserWithTwelveFieldsAnd640Bytes() {
    String request = new String(Dialogue.browserGet(65).request(), StandardCharsets.ISO_8859_1);

    assertThat(request).hasSize(640);
    assertThat(request.strip().split("\r\n")).hasSize(1 + 12);
    assertThat(request).endsWith("\r\n\r\n");
  }

  @Test
  void shouldSayHowLongBodiesAre() {
    Dialogue post = Dialogue.post(1000, 7);
    String request = new String(post.request(), StandardCharsets.ISO_8859_1);

    assertThat(request).contains("\r\nContent-Length: 1000\r\n");
    assertThat(request.substring(request.indexOf("\r\n\r\n") + 4)).hasSize(1000);
  }
}
