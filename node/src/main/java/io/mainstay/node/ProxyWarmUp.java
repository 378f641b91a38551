package io.mainstay.node;

import io.mainstay.proxy.Backend;
import io.mainstay.proxy.Frontend;
import io.mainstay.proxy.FrontendMode;
import io.mainstay.proxy.Proxy;
import io.mainstay.proxy.ProxyConfig;
import io.mainstay.proxy.Server;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Requests that a node asks of itself before it stands for election. A backup has served nobody
 * yet: it would load the code of the request path, and have it compiled, while the first clients of
 * a dead master wait. They go through a proxy of their own on loopback, so no server hears of them
 * and no statistics count them.
 */
final class ProxyWarmUp {
  private static final Logger LOG = LoggerFactory.getLogger(ProxyWarmUp.class);

  /** Far more than the compiler of the JVM waits for; what ends it is the time. */
  private static final int MOST_REQUESTS = 20_000;

  private static final int ANSWER_LIMIT_MILLIS = 5_000;
  private static final byte[] REQUEST =
      "GET / HTTP/1.1\r\nHost: warm-up\r\nUser-Agent: mainstay\r\nConnection: close\r\n\r\n"
          .getBytes(StandardCharsets.US_ASCII);

  private ProxyWarmUp() {}

  /**
   * Sends requests for as long, on connections that each serve one: in HTTP mode and in TCP mode by
   * turns, over the transport of the node's own proxy. Whatever fails is told in the log only.
   *
   * @return how many were answered
   */
  static int run(ProxyConfig node, Duration time) {
    int requests = 0;
    if (time.isZero()) {
      return requests;
    }
    try (BuiltInWebServers web = BuiltInWebServers.start();
        Proxy proxy = Proxy.start(likeTheNode(node, web.addresses()))) {
      List<InetSocketAddress> ways =
          List.of(proxy.localAddresses("http").get(0), proxy.localAddresses("tcp").get(0));
      long startNanos = System.nanoTime();
      do {
        ask(ways.get(requests % ways.size()));
        requests++;
      } while (requests < MOST_REQUESTS && System.nanoTime() - startNanos < time.toNanos());
      LOG.info(
          "warmed up with {} requests in {} ms",
          requests,
          Duration.ofNanos(System.nanoTime() - startNanos).toMillis());
    } catch (IOException e) {
      LOG.warn("not warmed up, the first answers may be slow: {}", e.getMessage());
    }
    return requests;
  }

  private static ProxyConfig likeTheNode(ProxyConfig node, List<InetSocketAddress> servers) {
    Backend web =
        Backend.of("web", Server.of("one", servers.get(0)), Server.of("two", servers.get(1)));
    InetSocketAddress anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    Frontend http = Frontend.of("http", anyPort, web.name());
    Frontend tcp = Frontend.of("tcp", anyPort, web.name()).withMode(FrontendMode.TCP);
    return ProxyConfig.of(List.of(http, tcp), List.of(web))
        .withTransport(node.transport())
        .withEventLoops(1);
  }

  private static void ask(InetSocketAddress way) throws IOException {
    try (Socket socket = new Socket()) {
      socket.setSoTimeout(ANSWER_LIMIT_MILLIS);
      socket.connect(way, ANSWER_LIMIT_MILLIS);
      socket.getOutputStream().write(REQUEST);
      byte[] answer = socket.getInputStream().readAllBytes();
      if (!new String(answer, StandardCharsets.US_ASCII).startsWith("HTTP/1.1 200 ")) {
        throw new IOException("a request to itself had no good answer");
      }
    }
  }
}
