package io.mainstay.examples;

import io.mainstay.proxy.Backend;
import io.mainstay.proxy.Frontend;
import io.mainstay.proxy.Proxy;
import io.mainstay.proxy.ProxyConfig;
import io.mainstay.proxy.Server;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;

/** A proxy inside an application: one frontend, one backend, two servers. */
public final class EmbeddedProxy {
  private EmbeddedProxy() {}

  /** Listens on {@code bind} and spreads requests over two servers; close it to stop. */
  public static Proxy start(InetSocketAddress bind, InetSocketAddress one, InetSocketAddress two)
      throws IOException {
    Backend app = Backend.of("app", Server.of("web1", one), Server.of("web2", two));
    Frontend web = Frontend.of("web", bind, "app");
    return Proxy.start(ProxyConfig.of(List.of(web), List.of(app)));
  }

  /** Serves on 127.0.0.1:8080 until the process ends: {@code EmbeddedProxy host:port host:port}. */
  public static void main(String[] args) throws Exception {
    Proxy proxy =
        start(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 8080),
            address(args[0]),
            address(args[1]));
    Runtime.getRuntime().addShutdownHook(new Thread(proxy::close));
    Thread.currentThread().join();
  }

  private static InetSocketAddress address(String text) throws UnknownHostException {
    int colon = text.lastIndexOf(':');
    InetAddress host = InetAddress.getAllByName(text.substring(0, colon))[0];
    return new InetSocketAddress(host, Integer.parseInt(text.substring(colon + 1)));
  }
}
