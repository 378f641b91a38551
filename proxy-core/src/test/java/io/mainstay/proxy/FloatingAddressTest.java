package io.mainstay.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netty.channel.epoll.Epoll;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A frontend on a virtual address that is on another node now. */
class FloatingAddressTest {
  private static ProxyConfig config(InetSocketAddress bind) {
    Backend app =
        Backend.of(
            "app", Server.of("web1", new InetSocketAddress(InetAddress.getLoopbackAddress(), 9)));
    return ProxyConfig.of(List.of(Frontend.of("web", bind, "app")), List.of(app));
  }

  /** A documentation address (RFC 5737), which no host has. */
  private static InetAddress absent() throws IOException {
    return InetAddress.getByAddress(new byte[] {(byte) 192, 0, 2, 77});
  }

  @Test
  void shouldBindAnAddressThatComesLater() throws Exception {
    assumeTrue(Epoll.isAvailable(), "needs Linux's epoll");
    ProxyConfig config =
        config(new InetSocketAddress(absent(), 0)).withFloatingAddresses(Set.of(absent()));

    try (Proxy proxy = Proxy.start(config)) {
      assertThat(proxy.localAddresses("web").get(0).getAddress()).isEqualTo(absent());
      assertThat(proxy.snapshot().frontends().get(0).listening()).isTrue();
    }
  }

  @Test
  void shouldRefuseAnAddressThatIsNeitherHereNorFloating() throws Exception {
    ProxyConfig config = config(new InetSocketAddress(absent(), 0));

    assertThatThrownBy(() -> Proxy.start(config))
        .isInstanceOf(IOException.class)
        .hasMessage(
            "frontend web: cannot bind 192.0.2.77:0: Cannot assign requested address: no interface"
                + " of this host has it, and it is not a virtual address; bind * to listen on every"
                + " address");
  }

  @Test
  void shouldSayWhenItListensNoMore() throws Exception {
    try (Proxy proxy =
        Proxy.start(config(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)))) {
      assertThat(proxy.snapshot().frontends().get(0).listening()).isTrue();
      proxy.stop(Duration.ZERO).toCompletableFuture().join();
      assertThat(proxy.snapshot().frontends().get(0).listening()).isFalse();
    }
  }
}
