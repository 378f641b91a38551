package io.mainstay.node.status;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Listens at one address for who asks about the node. It has threads of its own and reads snapshots
 * only, so that asking never disturbs the proxy or the election. A client that sends or takes
 * slowly holds up one of its threads and nobody else.
 */
public final class StatusServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(StatusServer.class);
  private static final int NO_BODY = -1;
  private static final int BACKLOG = 16;

  /** How many clients are read from and answered at a time; further ones wait. */
  private static final int THREADS = 32;

  private static final int THREAD_IDLE_SECONDS = 10;
  private static final String CLIENT_SECONDS = "5";

  /** More are closed at once. */
  private static final String CONNECTIONS = "512";

  private final HttpServer server;
  private final ExecutorService executor;
  private final StatusAnswers answers;

  private StatusServer(HttpServer server, ExecutorService executor, StatusAnswers answers) {
    this.server = server;
    this.executor = executor;
    this.answers = answers;
  }

  /** Starts to answer. */
  public static StatusServer start(InetSocketAddress bind, StatusAnswers answers)
      throws IOException {
    HttpServer server = HttpServer.create(bind, BACKLOG);
    ExecutorService executor =
        threads(
            task -> {
              Thread thread = new Thread(task, "status");
              thread.setDaemon(true);
              return thread;
            });
    StatusServer statusServer = new StatusServer(server, executor, answers);
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
   * Limits how long a request may take to come and its answer to be taken, and how many connections
   * each server keeps: they are files of the process, which the proxy needs for its own clients.
   * The JDK's server has no other way to say it than properties of the whole JVM, which it reads
   * when the first server is made: so this is for programs, to be called first. Limits that are set
   * already stay.
   */
  public static void limitSlowClients() {
    limit("sun.net.httpserver.maxReqTime", CLIENT_SECONDS);
    limit("sun.net.httpserver.maxRspTime", CLIENT_SECONDS);
    limit("jdk.httpserver.maxConnections", CONNECTIONS);
  }

  private static void limit(String property, String value) {
    if (System.getProperty(property) == null) {
      System.setProperty(property, value);
    }
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      URI uri = exchange.getRequestURI();
      String query = uri.getRawQuery();
      String target = uri.getRawPath() + (query == null ? "" : "?" + query);
      String authorization = exchange.getRequestHeaders().getFirst("Authorization");
      send(exchange, answers.answer(exchange.getRequestMethod(), target, authorization));
    } catch (RuntimeException e) {
      LOG.error("status: cannot be told", e);
    }
  }

  private static void send(HttpExchange exchange, Answer answer) throws IOException {
    byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
    Headers fields = exchange.getResponseHeaders();
    fields.set("Content-Type", answer.type());
    fields.set("Cache-Control", "no-store");
    fields.set("X-Content-Type-Options", "nosniff");
    answer.fields().forEach(fields::set);
    if (exchange.getRequestMethod().equals("HEAD")) {
      exchange.sendResponseHeaders(answer.code(), NO_BODY);
    } else {
      exchange.sendResponseHeaders(answer.code(), body.length);
      exchange.getResponseBody().write(body);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    executor.shutdownNow();
  }
}
