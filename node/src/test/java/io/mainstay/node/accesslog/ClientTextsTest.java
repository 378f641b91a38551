package io.mainstay.node.accesslog;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ClientTextsTest {
  private final ClientTexts texts = new ClientTexts();

  @Test
  void shouldTellClientsApartThatShareAPlace() {
    for (int round = 0; round < 2; round++) {
      assertThat(of("192.0.2.1", 1000)).isEqualTo("192.0.2.1:1000");
      assertThat(of("192.0.2.2", 1000)).isEqualTo("192.0.2.2:1000");
      assertThat(of("192.0.2.1", 1512)).isEqualTo("192.0.2.1:1512");
      assertThat(of("::1", 1000)).isEqualTo("::1:1000");
    }
  }

  @Test
  void shouldWriteAClientOnceAsLongAsNobodyTakesItsPlace() {
    byte[] first = texts.of(new InetSocketAddress("192.0.2.1", 65535));

    assertThat(texts.of(new InetSocketAddress("192.0.2.1", 65535))).isSameAs(first);
  }

  @Test
  void shouldHaveATextForAClientThatIsGone() {
    assertThat(new String(texts.of(null), StandardCharsets.UTF_8)).isEqualTo("-:0");
  }

  private String of(String host, int port) {
    return new String(texts.of(new InetSocketAddress(host, port)), StandardCharsets.UTF_8);
  }
}
