package io.mainstay.proxy;

import static io.mainstay.proxy.ProxyTest.lines;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Arrays;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * How a request gets to its server.
 *
 * @param transport what moves the bytes
 * @param pooled whether the server's connection has served another request before
 */
record Way(TransportKind transport, boolean pooled) {
  private static final String WARM = lines("GET /warm HTTP/1.1", "Host: a");

  /** All there are. */
  static Stream<Way> all() {
    return Arrays.stream(TransportKind.values())
        .filter(kind -> kind != TransportKind.AUTO)
        .flatMap(kind -> Stream.of(new Way(kind, false), new Way(kind, true)));
  }

  /** A server; the script begins behind what warms its first connection up. */
  RawServer server(RawServer.Script script) throws IOException {
    return new RawServer(
        connection -> {
          if (pooled && connection.number == 1) {
            connection.head();
            connection.send(lines("HTTP/1.1 200 OK", "Content-Length: 0"));
          }
          script.run(connection);
        });
  }

  TestProxy proxy(RawServer... servers) throws IOException {
    return proxy(config -> config, servers);
  }

  TestProxy proxy(UnaryOperator<ProxyConfig> change, RawServer... servers) throws IOException {
    TestProxy.assumeWorks(transport);
    return TestProxy.with(config -> change.apply(config).withTransport(transport), servers);
  }

  /** A client whose next request goes that way. */
  RawClient client(TestProxy proxy) throws IOException {
    RawClient client = proxy.client();
    if (pooled) {
      assertThat(client.send(WARM).response()).startsWith("HTTP/1.1 200 ");
    }
    return client;
  }
}
