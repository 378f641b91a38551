package io.mainstay.node.status;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers {@code GET /status} with JSON. It has threads of its own and reads snapshots only, so
 * that asking never disturbs the proxy or the election. A client that sends or takes slowly holds
 * up one of its threads and nobody else.
 */
public final class StatusServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(StatusServer.class);
  private static final String PATH = "/status";
  private static final int NO_BODY = -1;
  private static final int BACKLOG = 16;

  /** How many clients are read from and answered at a time; further ones wait. */
  private static final int THREADS = 32;

  private static final int THREAD_IDLE_SECONDS = 10;
  private static final String CLIENT_SECONDS = "5";

  private final HttpServer server;
  private final ExecutorService executor;
  private final Supplier<? extends JsonNode> status;
  private final ObjectMapper mapper = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private StatusServer(
      HttpServer server, ExecutorService executor, Supplier<? extends JsonNode> status) {
    this.server = server;
    this.executor = executor;
    this.status = status;
  }

  /** Starts to answer with what {@code status} gives at each request. */
  public static StatusServer start(InetSocketAddress bind, Supplier<? extends JsonNode> status)
      throws IOException {
    HttpServer server = HttpServer.create(bind, BACKLOG);
    ExecutorService executor =
        threads(
            task -> {
              Thread thread = new Thread(task, "status");
              thread.setDaemon(true);
              return thread;
            });
    StatusServer statusServer = new StatusServer(server, executor, status);
    server.setExecutor(executor);
    server.createContext("/", statusServer::answer);
    server.start();
    return statusServer;
  }

  /** Where it listens. */
  public InetSocketAddress address() {
    return server.getAddress();
  }

  private static ExecutorService threads(ThreadFactory factory) {
    ThreadPoolExecutor threads =
        new ThreadPoolExecutor(
            THREADS,
            THREADS,
            THREAD_IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            factory);
    threads.allowCoreThreadTimeOut(true);
    return threads;
  }

  /**
   * Limits how long a request may take to come and its answer to be taken. The JDK's server has no
   * other way to say it than properties of the whole JVM, which it reads when the first server is
   * made: so this is for programs, to be called first. Limits that are set already stay.
   */
  public static void limitSlowClients() {
    for (String property : List.of("maxReqTime", "maxRspTime")) {
      String name = "sun.net.httpserver." + property;
      if (System.getProperty(name) == null) {
        System.setProperty(name, CLIENT_SECONDS);
      }
    }
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      if (!PATH.equals(exchange.getRequestURI().getPath())) {
        send(exchange, 404, "text/plain; charset=utf-8", "try " + PATH + "\n");
      } else if (!exchange.getRequestMethod().equals("GET")
          && !exchange.getRequestMethod().equals("HEAD")) {
        exchange.getResponseHeaders().set("Allow", "GET, HEAD");
        send(exchange, 405, "text/plain; charset=utf-8", "GET only\n");
      } else {
        send(exchange, 200, "application/json", mapper.writeValueAsString(status.get()) + "\n");
      }
    } catch (RuntimeException e) {
      LOG.error("status: cannot be told", e);
    }
  }

  private static void send(HttpExchange exchange, int code, String type, String text)
      throws IOException {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", type);
    exchange.getResponseHeaders().set("Cache-Control", "no-store");
    if (exchange.getRequestMethod().equals("HEAD")) {
      exchange.sendResponseHeaders(code, NO_BODY);
    } else {
      exchange.sendResponseHeaders(code, body.length);
      exchange.getResponseBody().write(body);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    executor.shutdownNow();
  }
}
