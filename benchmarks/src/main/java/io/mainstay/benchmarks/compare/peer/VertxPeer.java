package io.mainstay.benchmarks.compare.peer;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetServerOptions;
import io.vertx.httpproxy.HttpProxy;
import java.io.IOException;

/** Vert.x with one event loop on native epoll: its HTTP proxy, or sockets piped to each other. */
public final class VertxPeer {
  private static final int CONNECTIONS_TO_SERVERS = 1024;
  private static final int BACKLOG = 4096;

  private VertxPeer() {}

  /** Serves until standard input ends. */
  public static void main(String[] words) throws IOException {
    Arguments arguments = Arguments.of(words);
    Vertx vertx =
        Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1).setPreferNativeTransport(true));
    if (!vertx.isNativeTransportEnabled()) {
      System.err.println("no native transport: " + vertx.unavailableNativeTransportCause());
    }
    int server = arguments.servers().get(0).getPort();
    var listening =
        arguments.setting().equals("TCP")
            ? tcp(vertx, arguments.bind().getPort(), server)
            : http(vertx, arguments.bind().getPort(), server);
    listening.onFailure(
        cause -> {
          System.err.println(cause);
          System.exit(1);
        });
    Arguments.awaitParent();
  }

  private static io.vertx.core.Future<?> http(Vertx vertx, int port, int server) {
    HttpClient client =
        vertx.createHttpClient(
            new HttpClientOptions().setKeepAlive(true).setKeepAliveTimeout(60),
            new PoolOptions().setHttp1MaxSize(CONNECTIONS_TO_SERVERS));
    HttpProxy proxy = HttpProxy.reverseProxy(client);
    proxy.origin(server, "127.0.0.1");
    return vertx
        .createHttpServer(new HttpServerOptions().setAcceptBacklog(BACKLOG))
        .requestHandler(proxy)
        .listen(port, "127.0.0.1");
  }

  private static io.vertx.core.Future<?> tcp(Vertx vertx, int port, int server) {
    NetClient client = vertx.createNetClient();
    return vertx
        .createNetServer(new NetServerOptions().setAcceptBacklog(BACKLOG))
        .connectHandler(
            front -> {
              front.pause();
              client
                  .connect(server, "127.0.0.1")
                  .onSuccess(
                      back -> {
                        front.pipeTo(back);
                        back.pipeTo(front);
                      })
                  .onFailure(cause -> front.close());
            })
        .listen(port, "127.0.0.1");
  }
}
