package io.mainstay.proxy;

import static io.mainstay.proxy.ProxyTest.lines;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Rule TP07: a process that may open no more files serves whom it has, and recovers. */
class DescriptorExhaustionTest {
  private static final String GET = lines("GET / HTTP/1.1", "Host: a");
  private static final int OPEN_FILES = 256;
  private static final int FLOOD = 400;

  @ParameterizedTest
  @EnumSource(names = "AUTO", mode = EnumSource.Mode.EXCLUDE)
  void shouldServeWhomItHasAndLetOthersWaitUntilFilesAreFree(TransportKind kind)
      throws IOException {
    TestProxy.assumeWorks(kind);
    List<RawClient> flood = new ArrayList<>();
    try (RawServer web = RawServer.named("x");
        StarvedProxy proxy = StarvedProxy.with(OPEN_FILES, kind, web.address().getPort());
        RawClient kept = proxy.client();
        RawClient silent = proxy.client()) {
      assertThat(kept.send(GET).response()).endsWith("x");
      assertThat(silent.send(GET).response()).endsWith("x");
      while (flood.size() < FLOOD) {
        flood.add(proxy.client());
      }
      TestProxy.await("out of files", () -> proxy.logged("frontend web cannot accept") > 0);
      try (RawClient late = proxy.client()) {
        for (int i = 0; i < 50; i++) {
          assertThat(kept.send(GET).response()).endsWith("x");
        }
        assertThat(silent.send(GET).response()).endsWith("x");
        assertThat(proxy.logged("cannot accept")).isEqualTo(1);
        assertThat(proxy.logged("accepts connections again")).isZero();
        for (RawClient client : flood) {
          client.close();
        }
        TestProxy.await("served again", () -> serves(proxy));
        assertThat(late.send(GET).response()).endsWith("x");
      }
      TestProxy.await(
          "said so", () -> serves(proxy) && proxy.logged("accepts connections again") == 1);
      assertThat(kept.send(GET).response()).endsWith("x");
      assertThat(proxy.logged("fault")).isZero();
    } finally {
      for (RawClient client : flood) {
        client.close();
      }
    }
  }

  private static boolean serves(StarvedProxy proxy) {
    try (RawClient client = proxy.client()) {
      return client.send(GET).response().endsWith("x");
    } catch (IOException e) {
      return false;
    }
  }
}
