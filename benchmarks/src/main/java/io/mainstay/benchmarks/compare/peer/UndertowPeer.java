package io.mainstay.benchmarks.compare.peer;

import io.undertow.Undertow;
import io.undertow.server.handlers.ResponseCodeHandler;
import io.undertow.server.handlers.proxy.LoadBalancingProxyClient;
import io.undertow.server.handlers.proxy.ProxyHandler;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;

/** Undertow's reverse proxy with one I/O thread, on which everything happens. */
public final class UndertowPeer {
  private static final int CONNECTIONS_TO_SERVERS = 1024;
  private static final int BACKLOG = 4096;
  private static final int IDLE_MILLIS = 60_000;

  private UndertowPeer() {}

  /** Serves until standard input ends. */
  public static void main(String[] words) throws IOException {
    Arguments arguments = Arguments.of(words);
    LoadBalancingProxyClient client =
        new LoadBalancingProxyClient()
            .setConnectionsPerThread(CONNECTIONS_TO_SERVERS)
            .setSoftMaxConnectionsPerThread(CONNECTIONS_TO_SERVERS);
    for (InetSocketAddress server : arguments.servers()) {
      client.addHost(URI.create("http://127.0.0.1:" + server.getPort()));
    }
    Undertow.builder()
        .setIoThreads(1)
        .setWorkerThreads(1)
        .setSocketOption(org.xnio.Options.BACKLOG, BACKLOG)
        .setServerOption(io.undertow.UndertowOptions.NO_REQUEST_TIMEOUT, IDLE_MILLIS)
        .setServerOption(io.undertow.UndertowOptions.ALWAYS_SET_DATE, false)
        .addHttpListener(arguments.bind().getPort(), "127.0.0.1")
        .setHandler(
            ProxyHandler.builder()
                .setProxyClient(client)
                .setNext(ResponseCodeHandler.HANDLE_404)
                .build())
        .build()
        .start();
    Arguments.awaitParent();
  }
}
