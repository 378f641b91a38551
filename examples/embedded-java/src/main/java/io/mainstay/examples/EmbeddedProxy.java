package io.mainstay.examples;

import io.mainstay.proxy.Backend;
import io.mainstay.proxy.Frontend;
import io.mainstay.proxy.Proxy;
import io.mainstay.proxy.ProxyConfig;
import io.mainstay.proxy.Server;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
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

  /** Serves what listens on ports 8081 and 8082 at 127.0.0.1:8080, until the process ends. */
  public static void main(String[] args) throws Exception {
    Proxy proxy = start(local(8080), local(8081), local(8082));
    Runtime.getRuntime().addShutdownHook(new Thread(proxy::close));
    Thread.currentThread().join();
  }

  private static InetSocketAddress local(int port) {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }
}
