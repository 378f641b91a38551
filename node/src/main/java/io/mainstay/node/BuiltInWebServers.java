package io.mainstay.node;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Two small web servers on loopback, so that a node has something to balance at first sight. */
public final class BuiltInWebServers implements AutoCloseable {
  private final List<HttpServer> servers = new ArrayList<>();
  private final ExecutorService executor =
      Executors.newFixedThreadPool(
          2,
          task -> {
            Thread thread = new Thread(task, "built-in-web");
            thread.setDaemon(true);
            return thread;
          });

  /** Starts {@code Web 1} and {@code Web 2} on ports that the kernel chooses. */
  public static BuiltInWebServers start() throws IOException {
    BuiltInWebServers servers = new BuiltInWebServers();
    try {
      servers.add("Web 1\n");
      servers.add("Web 2\n");
    } catch (IOException e) {
      servers.close();
      throw e;
    }
    return servers;
  }

  private void add(String answer) throws IOException {
    byte[] body = answer.getBytes(StandardCharsets.UTF_8);
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(executor);
    server.createContext(
        "/",
        exchange -> {
          try (exchange) {
            exchange.getRequestBody().readAllBytes();
            exchange.getResponseHeaders().set("Content-Type", "text/plain; charset=utf-8");
            boolean head = exchange.getRequestMethod().equals("HEAD");
            exchange.sendResponseHeaders(200, head ? -1 : body.length);
            if (!head) {
              exchange.getResponseBody().write(body);
            }
          }
        });
    server.start();
    servers.add(server);
  }

  /** Where they listen, in order. */
  public List<InetSocketAddress> addresses() {
    return servers.stream().map(HttpServer::getAddress).toList();
  }

  /** An interrupt of the thread stays: stopping an {@link HttpServer} may clear it. */
  @Override
  public void close() {
    boolean interrupted = Thread.interrupted();
    servers.forEach(server -> server.stop(0));
    executor.shutdownNow();
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
