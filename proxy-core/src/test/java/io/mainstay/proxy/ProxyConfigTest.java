package io.mainstay.proxy;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetSocketAddress;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProxyConfigTest {
  private static ProxyConfig config(FrontendMode mode, String bind, String server) {
    return ProxyConfig.of(
        List.of(Frontend.of("web", address(bind), "app").withMode(mode)),
        List.of(
            Backend.of(
                "app", Server.of("ok", Loopback.of(9)), Server.of("web1", address(server)))));
  }

  private static InetSocketAddress address(String text) {
    int colon = text.lastIndexOf(':');
    return new InetSocketAddress(
        text.substring(0, colon), Integer.parseInt(text.substring(colon + 1)));
  }

  @Test
  void shouldRefuseAFrontendThatIsItsOwnServer() {
    for (FrontendMode mode : FrontendMode.values()) {
      assertThatThrownBy(() -> config(mode, "127.0.0.1:8080", "127.0.0.1:8080"))
          .hasMessage(
              "frontend web: server web1 of backend app is the frontend itself (127.0.0.1:8080);"
                  + " give it another address, or what comes goes round in circles");
      assertThatThrownBy(() -> config(mode, "0.0.0.0:8080", "127.0.0.1:8080"))
          .hasMessageContaining("is the frontend itself (127.0.0.1:8080)");
    }
  }

  @Test
  void shouldTakeServersOnOtherPortsAndAddresses() {
    for (String server : List.of("127.0.0.1:8081", "127.0.0.2:8080", "192.0.2.1:8080")) {
      assertThatCode(() -> config(FrontendMode.TCP, "127.0.0.1:8080", server))
          .doesNotThrowAnyException();
    }
    assertThatCode(() -> config(FrontendMode.TCP, "0.0.0.0:8080", "192.0.2.1:8080"))
        .doesNotThrowAnyException();
  }
}
