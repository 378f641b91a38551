package io.mainstay.health.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mainstay.health.CheckSpec;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TcpScriptTest {

  @Test
  void shouldTakeTurnsAsWritten() {
    TcpScriptConversation redis =
        conversation("'send PING\\r\\n' 'expect string +PONG' 'send-binary 0a' 'expect binary 2b'");
    assertThat(redis.connected()).isNull();
    assertThat(said(redis)).isEqualTo("PING\r\n");
    assertThat(redis.received(bytes("+PO"))).isNull();
    assertThat(said(redis)).isEmpty();
    assertThat(redis.received(bytes("NG\r\n"))).isNull();
    assertThat(said(redis)).isEqualTo("\n");
    assertThat(redis.received(bytes("-"))).isNull();
    assertThat(redis.received(bytes("+"))).extracting("code").hasToString("L7OK");
  }

  @Test
  void shouldPassWhenOnlyAFarewellIsLeft() {
    TcpScriptConversation smtp = conversation("'expect rstring ^220 ' 'send QUIT\\r\\n'");
    assertThat(said(smtp)).isEmpty();
    assertThat(smtp.received(bytes("220 mail\r\n"))).extracting("code").hasToString("L7OK");
    assertThat(said(smtp)).isEqualTo("QUIT\r\n");
  }

  @Test
  void shouldRefuseWhatMustNotBeHeard() {
    TcpScriptConversation script = conversation("'expect ! string -ERR' 'expect string +OK'");
    assertThat(said(script)).isEmpty();
    assertThat(script.received(bytes("-ERR")))
        .extracting("description")
        .isEqualTo("not as at step 1 'expect ! string -ERR'");
  }

  @Test
  void shouldNameTheStepThatWasNotReached() {
    TcpScriptConversation script = conversation("'send A' 'expect string B'");
    assertThat(said(script)).isEqualTo("A");
    assertThat(script.late(150).description())
        .isEqualTo("not within 150 ms: step 2 'expect string B'");
    assertThat(script.closedByServer().description())
        .isEqualTo("closed at step 2 'expect string B'");
    assertThat(script.received(bytes("x".repeat(100_000))))
        .extracting("code", "description")
        .containsExactly(io.mainstay.health.CheckCode.L7RSP, "not as at step 2 'expect string B'");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "'send A'                    | a tcp-check expects something; for a mere connection write tcp",
        "'greet A'                   | 'greet A' is no step of a tcp-check; write 'send …' or 'expect …'",
        "'expect string'             | 'expect string' says too little",
        "'expect text x'             | 'expect text x' expects neither string, rstring nor binary",
        "'send \\q' 'expect string x' | '\\q' is none of \\r \\n \\t \\\\ \\x00",
        "'send \\x1' 'expect string x' | '1' is not hexadecimal",
        "'send-binary 0' 'expect string x' | '0' is not hexadecimal",
      })
  void shouldSayWhatIsWrong(String steps, String message) {
    assertThatThrownBy(() -> conversation(steps)).hasMessage(message);
  }

  private static TcpScriptConversation conversation(String steps) {
    return new TcpScriptConversation(
        TcpScript.parse(CheckSpec.parse("tcp-check " + steps).arguments()));
  }

  private static String said(TcpScriptConversation script) {
    return StandardCharsets.ISO_8859_1.decode(script.outgoing()).toString();
  }

  private static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
  }
}
