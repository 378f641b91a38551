package io.mainstay.proxy;

import io.netty.buffer.PooledByteBufAllocator;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Assumptions;

/** A proxy on a free loopback port with one frontend, web, and one backend, app. */
final class TestProxy implements AutoCloseable {
  final Proxy proxy;

  private TestProxy(ProxyConfig config) throws IOException {
    this.proxy = Proxy.start(config);
  }

  static TestProxy before(RawServer... servers) throws IOException {
    return with(config -> config, servers);
  }

  static TestProxy with(UnaryOperator<ProxyConfig> change, RawServer... servers)
      throws IOException {
    Server[] configured = new Server[servers.length];
    for (int i = 0; i < servers.length; i++) {
      configured[i] = Server.of("web" + (i + 1), servers[i].address());
    }
    return new TestProxy(change.apply(config(configured)));
  }

  static ProxyConfig config(Server... servers) {
    return ProxyConfig.of(
            List.of(Frontend.of("web", freePort(), "app")), List.of(Backend.of("app", servers)))
        .withEventLoops(2);
  }

  static UnaryOperator<ProxyConfig> frontend(UnaryOperator<Frontend> change) {
    return config ->
        new ProxyConfig(
            List.of(change.apply(config.frontends().get(0))),
            config.backends(),
            config.limits(),
            config.eventLoops(),
            config.transport(),
            config.floatingAddresses());
  }

  static UnaryOperator<ProxyConfig> backend(UnaryOperator<Backend> change) {
    return config ->
        new ProxyConfig(
            config.frontends(),
            List.of(change.apply(config.backends().get(0))),
            config.limits(),
            config.eventLoops(),
            config.transport(),
            config.floatingAddresses());
  }

  static UnaryOperator<ProxyConfig> frontendTimeouts(UnaryOperator<FrontendTimeouts> change) {
    return frontend(frontend -> frontend.withTimeouts(change.apply(frontend.timeouts())));
  }

  static UnaryOperator<ProxyConfig> backendTimeouts(UnaryOperator<BackendTimeouts> change) {
    return backend(backend -> backend.withTimeouts(change.apply(backend.timeouts())));
  }

  /** What Netty's buffers take at the moment. */
  static long directBytes() {
    return PooledByteBufAllocator.DEFAULT.metric().usedDirectMemory();
  }

  /** Skips a test where a transport does not work. */
  static void assumeWorks(TransportKind kind) {
    Assumptions.assumeTrue(Proxy.supports(kind), kind + " does not work here");
  }

  static InetSocketAddress freePort() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  }

  InetSocketAddress address() {
    return proxy.localAddresses("web").get(0);
  }

  RawClient client() throws IOException {
    return new RawClient(address());
  }

  /** One request on a connection of its own. */
  String get(String path) throws IOException {
    try (RawClient client = client()) {
      return client.send("GET " + path + " HTTP/1.1\r\nHost: a\r\n\r\n").response();
    }
  }

  ServerSnapshot server(int index) {
    return proxy.snapshot().backends().get(0).servers().get(index);
  }

  FrontendSnapshot frontend() {
    return proxy.snapshot().frontends().get(0);
  }

  /** Waits until something holds that the proxy reaches on its own. */
  static void await(String what, BooleanSupplier condition) {
    long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - deadline > 0) {
        throw new AssertionError("never came true: " + what);
      }
      LockSupport.parkNanos(1_000_000);
    }
  }

  @Override
  public void close() {
    proxy.close();
  }
}
