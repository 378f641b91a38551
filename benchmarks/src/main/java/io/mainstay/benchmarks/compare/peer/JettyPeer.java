package io.mainstay.benchmarks.compare.peer;

import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.transport.HttpClientTransportDynamic;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.io.ClientConnector;
import org.eclipse.jetty.proxy.ProxyHandler;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** Jetty's reverse proxy with one selector for each side; its threads share the one core. */
public final class JettyPeer {
  private static final int THREADS = 16;
  private static final int CONNECTIONS_TO_SERVERS = 1024;
  private static final int BACKLOG = 4096;
  private static final long IDLE_MILLIS = 60_000;

  private JettyPeer() {}

  /** Serves until standard input ends. */
  public static void main(String[] words) throws Exception {
    Arguments arguments = Arguments.of(words);
    QueuedThreadPool threads = new QueuedThreadPool(THREADS);
    Server server = new Server(threads);
    ServerConnector connector = new ServerConnector(server, 0, 1, new HttpConnectionFactory());
    connector.setHost("127.0.0.1");
    connector.setPort(arguments.bind().getPort());
    connector.setAcceptQueueSize(BACKLOG);
    connector.setIdleTimeout(IDLE_MILLIS);
    server.addConnector(connector);
    String origin = "http://127.0.0.1:" + arguments.servers().get(0).getPort();
    server.setHandler(
        new ProxyHandler.Reverse(
            request ->
                HttpURI.from(origin + org.eclipse.jetty.server.Request.getPathInContext(request))) {
          @Override
          protected HttpClient newHttpClient() {
            ClientConnector clientConnector = new ClientConnector();
            clientConnector.setSelectors(1);
            HttpClient client = new HttpClient(new HttpClientTransportDynamic(clientConnector));
            client.setExecutor(threads);
            client.setMaxConnectionsPerDestination(CONNECTIONS_TO_SERVERS);
            return client;
          }
        });
    server.start();
    Arguments.awaitParent();
  }
}
