package io.mainstay.vip.digitalocean;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The model behind real HTTP, with whatever goes wrong between it and a client. */
final class ApiServer implements AutoCloseable {

  static {
    // Otherwise each answer waits 40 ms for the client's delayed acknowledgement.
    System.setProperty("sun.net.httpserver.nodelay", "true");
  }

  /** The model's answer to the request; not asking for it leaves the request undone. */
  interface Model {
    ApiModel.Reply reply();
  }

  /** What happens to a request instead of its being answered. */
  interface Fault {
    void happen(HttpExchange exchange, Model model) throws IOException;
  }

  private record Planned(Predicate<String> request, Fault fault) {}

  private final HttpServer server;
  private final ApiModel model;
  private final LongSupplier nowNanos;
  private final Queue<Planned> faults = new ConcurrentLinkedQueue<>();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final CountDownLatch closing = new CountDownLatch(1);
  private final List<String> requests = new ArrayList<>();
  private volatile @Nullable CountDownLatch hanging;

  /** On loopback. */
  ApiServer(ApiModel model, LongSupplier nowNanos) throws IOException {
    this(
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0),
        model,
        nowNanos);
  }

  /** Starts that server. */
  ApiServer(HttpServer server, ApiModel model, LongSupplier nowNanos) {
    this.server = server;
    this.model = model;
    this.nowNanos = nowNanos;
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** The next request whose method and path start so meets the fault, once. */
  ApiServer fault(String request, Fault fault) {
    faults.add(new Planned(line -> line.startsWith(request), fault));
    return this;
  }

  /** Method and path of all requests. */
  List<String> requests() {
    synchronized (requests) {
      return List.copyOf(requests);
    }
  }

  private void handle(HttpExchange exchange) throws IOException {
    String method = exchange.getRequestMethod();
    String path = exchange.getRequestURI().getPath();
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    synchronized (requests) {
      requests.add(method + " " + path);
    }
    Model reply =
        () ->
            model.handle(
                method,
                path,
                exchange.getRequestHeaders().getFirst("Authorization"),
                body,
                nowNanos.getAsLong());
    CountDownLatch resumed = hanging;
    if (resumed != null) {
      try (exchange) {
        await(resumed);
      }
      return;
    }
    try (exchange) {
      planned(method + " " + path).happen(exchange, reply);
    }
  }

  private Fault planned(String line) {
    Optional<Planned> first = faults.stream().filter(each -> each.request.test(line)).findFirst();
    if (first.isPresent() && faults.remove(first.get())) {
      return first.get().fault;
    }
    return (exchange, reply) -> write(exchange, reply.reply());
  }

  static void write(HttpExchange exchange, ApiModel.Reply reply) throws IOException {
    reply.headers().forEach((name, value) -> exchange.getResponseHeaders().set(name, value));
    byte[] bytes = reply.body().getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(reply.status(), bytes.length == 0 ? -1 : bytes.length);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(bytes);
    }
  }

  /** Anything at all. */
  static Fault answer(int status, String body, String... headers) {
    return (exchange, reply) -> {
      for (int i = 0; i < headers.length; i += 2) {
        exchange.getResponseHeaders().set(headers[i], headers[i + 1]);
      }
      write(exchange, new ApiModel.Reply(status, Map.of(), body));
    };
  }

  /** The connection ends before the request is carried out. */
  static Fault loseRequest() {
    return (exchange, reply) -> exchange.close();
  }

  /** The connection ends after the request was carried out. */
  static Fault loseAnswer() {
    return (exchange, reply) -> {
      reply.reply();
      exchange.close();
    };
  }

  /** Half of the answer, and then the end of the connection. */
  static Fault truncate() {
    return (exchange, reply) -> {
      byte[] bytes = reply.reply().body().getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(200, bytes.length);
      exchange.getResponseBody().write(bytes, 0, bytes.length / 2);
      exchange.getResponseBody().flush();
      exchange.close();
    };
  }

  /** Carries the request out and then says nothing for as long as the server lives. */
  Fault fallSilent() {
    return (exchange, reply) -> {
      reply.reply();
      awaitClose();
    };
  }

  /** Sends the head and some of the body, and then nothing for as long as the server lives. */
  Fault trickle() {
    return (exchange, reply) -> {
      exchange.sendResponseHeaders(200, 1000);
      exchange.getResponseBody().write('{');
      exchange.getResponseBody().flush();
      awaitClose();
    };
  }

  /** From now on nothing is answered or carried out. */
  void hang() {
    hanging = new CountDownLatch(1);
  }

  /** Ends {@link #hang}; who waits gets no answer even now. */
  void resume() {
    CountDownLatch resumed = hanging;
    hanging = null;
    if (resumed != null) {
      resumed.countDown();
    }
  }

  private void awaitClose() throws IOException {
    await(closing);
  }

  private static void await(CountDownLatch latch) throws IOException {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  @Override
  public void close() {
    resume();
    closing.countDown();
    server.stop(0);
    threads.shutdownNow();
  }
}
