package io.mainstay.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.PooledByteBufAllocator;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One row of the table of TCP mode: a client, a proxy and servers that do what its steps say. */
final class TcpScene implements AutoCloseable {
  /** Bytes; what a proxy may hold of one session, receive buffers and pieces of pages included. */
  private static final long LITTLE = 4L << 20;

  /** Bytes; small, so that the kernel holds little too. */
  private static final int SOCKET_BUFFER = 16 * 1024;

  private static final int BURST = 500;
  private static final Pattern COME = Pattern.compile("([0-9]+) more come and ([0-9]+) stay");

  private final List<Closeable> open = new ArrayList<>();
  private final List<RawClient> others = new ArrayList<>();
  private final BlockingQueue<Socket> accepted = new LinkedBlockingQueue<>();
  private final BlockingQueue<SessionRecord> ended = new LinkedBlockingQueue<>();
  private final CountDownLatch over = new CountDownLatch(1);
  private final Proxy proxy;
  private final TcpPeer client;
  private final long heldBefore = held();
  private @Nullable TcpPeer server;
  private @Nullable CompletionStage<Void> stopping;

  /** Servers and settings as the row names them. */
  TcpScene(TransportKind kind, String setting) throws IOException {
    List<Server> servers = new ArrayList<>();
    UnaryOperator<ProxyConfig> change = config -> config;
    for (String word : setting.split(" ", -1)) {
      if (word.contains("=")) {
        UnaryOperator<ProxyConfig> before = change;
        UnaryOperator<ProxyConfig> next = change(word);
        change = config -> next.apply(before.apply(config));
      } else {
        servers.add(Server.of(word + servers.size(), server(word)));
      }
    }
    ProxyConfig config =
        TestProxy.frontend(frontend -> frontend.withMode(FrontendMode.TCP))
            .apply(TestProxy.config(servers.toArray(Server[]::new)));
    config = change.apply(config).withTransport(kind).withSessionListener(ended::add);
    proxy = Proxy.start(config);
    open.add(0, proxy::close);
    RawClient raw = new RawClient(address(), SOCKET_BUFFER);
    open.add(0, raw::close);
    client = new TcpPeer(raw.socket);
  }

  private InetSocketAddress address() {
    return proxy.localAddresses("web").get(0);
  }

  private static UnaryOperator<ProxyConfig> change(String word) {
    int number = Integer.parseInt(word.substring(word.indexOf('=') + 1));
    Duration timeout = Duration.ofMillis(number);
    return switch (word.substring(0, word.indexOf('='))) {
      case "connect" -> TestProxy.backendTimeouts(t -> t.withConnect(timeout));
      case "server" -> TestProxy.backendTimeouts(t -> t.withServer(timeout));
      case "tunnel" -> TestProxy.backendTimeouts(t -> t.withTunnel(timeout));
      case "client" -> TestProxy.frontendTimeouts(t -> t.withClient(timeout));
      case "most" -> config -> config.withLimits(config.limits().withMaxConnections(number));
      default -> throw new IllegalArgumentException(word);
    };
  }

  private InetSocketAddress server(String word) throws IOException {
    return switch (word) {
      case "web" -> {
        RawServer web =
            new RawServer(
                connection -> {
                  accepted.add(connection.socket);
                  over.await();
                });
        open.add(0, web::close);
        yield web.address();
      }
      case "silent" -> {
        FullBacklog silent = new FullBacklog();
        open.add(0, silent::close);
        yield silent.address();
      }
      case "refusing" -> Loopback.closed();
      default -> throw new IllegalArgumentException(word);
    };
  }

  void does(String step) throws Exception {
    Matcher come = COME.matcher(step);
    if (step.startsWith("client ")) {
      client.does(step.substring(7));
    } else if (step.equals("server drains")) {
      proxy.serverAdmin("app", "web0", ServerAdmin.DRAIN);
    } else if (step.startsWith("server ")) {
      server().does(step.substring(7));
    } else if (step.startsWith("proxy ends ")) {
      proxyEnds(step.substring(11));
    } else if (come.matches()) {
      othersCome(Integer.parseInt(come.group(1)), Integer.parseInt(come.group(2)));
    } else {
      proxyDoes(step);
    }
  }

  private void proxyDoes(String step) throws Exception {
    switch (step) {
      case "the others leave" -> {
        for (RawClient other : others) {
          other.socket.setSoLinger(true, 0);
          other.close();
        }
        TestProxy.await("they are gone", () -> frontend().currentConnections() == 1);
        ended.clear();
      }
      case "proxy holds little" -> proxyHoldsLittle();
      case "proxy stops" -> stopping = proxy.stop(Duration.ofMinutes(1));
      case "proxy cuts" -> proxy.close();
      case "proxy has stopped" ->
          Objects.requireNonNull(stopping).toCompletableFuture().get(10, TimeUnit.SECONDS);
      default -> throw new IllegalArgumentException(step);
    }
  }

  private TcpPeer server() throws IOException, InterruptedException {
    TcpPeer peer = server;
    if (peer == null) {
      @Nullable Socket socket = accepted.poll(10, TimeUnit.SECONDS);
      peer = new TcpPeer(Objects.requireNonNull(socket, "no server got the session"));
      server = peer;
    }
    return peer;
  }

  private FrontendSnapshot frontend() {
    return proxy.snapshot().frontends().get(0);
  }

  private void proxyEnds(String letters) throws InterruptedException {
    @Nullable SessionRecord first = ended.poll(10, TimeUnit.SECONDS);
    assertThat(Objects.requireNonNull(first, "never ended").termination().letters())
        .isEqualTo(letters);
    TestProxy.await("no connection is left", () -> frontend().currentConnections() == 0);
    TestProxy.await(
        "no server has a session",
        () ->
            proxy.snapshot().backends().get(0).servers().stream()
                .allMatch(server -> server.currentRequests() == 0));
  }

  /** Behind what the kernel takes on both sides, those who send stand still. */
  private void proxyHoldsLittle() throws IOException, InterruptedException {
    for (TcpPeer peer : List.of(client, server())) {
      if (peer.sends()) {
        BackPressureTest.untilItStands(peer.written);
      }
    }
    assertThat(held() - heldBefore).isLessThan(LITTLE);
  }

  /** What is in use of Netty's memory, in bytes. */
  private static long held() {
    return PooledByteBufAllocator.DEFAULT.metric().directArenas().stream()
        .mapToLong(arena -> arena.numActiveBytes())
        .sum();
  }

  /** The first ones stay; those behind them come in bursts and are closed. */
  private void othersCome(int count, int stay) throws IOException {
    long threads = threads();
    long before = frontend().connections();
    othersCome(stay, before + stay, stay + 1);
    for (int come = stay; come < count; come += BURST) {
      List<RawClient> burst = List.copyOf(othersCome(BURST, before + come + BURST, stay + 1));
      for (RawClient other : burst) {
        assertThat(other.closed()).isTrue();
        other.close();
        others.remove(other);
      }
    }
    assertThat(threads()).isEqualTo(threads);
  }

  /** The last of the others, once all that ever came were seen and so many are left. */
  private List<RawClient> othersCome(int count, long all, int left) throws IOException {
    for (int i = 0; i < count; i++) {
      others.add(new RawClient(address()));
    }
    TestProxy.await("all came", () -> frontend().connections() == all);
    TestProxy.await("few stay", () -> frontend().currentConnections() == left);
    return others.subList(others.size() - count, others.size());
  }

  /** Of the proxies of this process. */
  private static long threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("mainstay-"))
        .count();
  }

  @Override
  public void close() throws IOException {
    over.countDown();
    for (RawClient other : others) {
      other.close();
    }
    for (Closeable resource : open) {
      resource.close();
    }
  }
}
