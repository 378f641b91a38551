package io.mainstay.health.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mainstay.health.CheckCode;
import io.mainstay.health.CheckEnvironment;
import io.mainstay.health.CheckResult;
import io.mainstay.health.CheckSpec;
import io.mainstay.health.Eventually;
import io.mainstay.health.HealthCheck;
import io.mainstay.health.HealthCheckFactory;
import io.mainstay.health.HealthTarget;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class StandardChecksTest {

  private static final Duration AMPLE = Duration.ofSeconds(30);
  private static final Duration SHORT = Duration.ofMillis(150);

  private final CheckLoop loop = CheckLoop.start();

  @AfterEach
  void closeLoop() {
    loop.close();
  }

  @Test
  void shouldPassATcpCheckWhenTheServerAccepts() throws Exception {
    try (LoopbackServer server = new LoopbackServer(LoopbackServer::awaitPeerGone)) {
      CheckResult result = probe("tcp", server.target(), AMPLE);
      assertThat(result.code()).isEqualTo(CheckCode.L4OK);
      assertThat(result.status()).isEqualTo(CheckResult.NO_STATUS);
      assertThat(result.durationNanos()).isPositive();
      Eventually.until("the connection is closed", () -> server.finished.get() == 1);
    }
  }

  @ParameterizedTest
  @CsvSource({"tcp", "http GET /"})
  @DisplayName("HC01 a refused connection is L4CON with the reason")
  void shouldSayL4conWhenTheConnectionIsRefused(String check) throws Exception {
    CheckResult result = probe(check, new HealthTarget("a", LoopbackServer.closedPort()), AMPLE);
    assertThat(result.code()).isEqualTo(CheckCode.L4CON);
    assertThat(result.description()).isEqualTo("Connection refused");
  }

  @Test
  void shouldSayL4conWhenTheNameHasNoAddress() throws Exception {
    HealthTarget target =
        new HealthTarget("a", InetSocketAddress.createUnresolved("web1.invalid", 80));
    CheckResult result = probe("tcp", target, AMPLE);
    assertThat(result.code()).isEqualTo(CheckCode.L4CON);
    assertThat(result.description()).isEqualTo("no address for web1.invalid");
  }

  @Test
  @DisplayName("HC01 no connection in time is L4TOUT")
  void shouldSayL4toutWhenNobodyAnswersTheConnect() throws Exception {
    Assumptions.assumeTrue(Files.exists(Path.of("/proc/self/fd")), "needs Linux's full backlog");
    List<SocketChannel> fillers = new ArrayList<>();
    try (ServerSocket full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      for (int i = 0; i < 16; i++) {
        SocketChannel filler = SocketChannel.open();
        fillers.add(filler);
        filler.configureBlocking(false);
        filler.connect(full.getLocalSocketAddress());
      }
      HealthTarget target = new HealthTarget("a", (InetSocketAddress) full.getLocalSocketAddress());
      CheckResult result = probe("tcp", target, SHORT);
      assertThat(result.code()).isEqualTo(CheckCode.L4TOUT);
      assertThat(result.description()).isEqualTo("no connection within 150 ms");
      assertThat(result.durationNanos()).isGreaterThanOrEqualTo(SHORT.toNanos());
    } finally {
      for (SocketChannel filler : fillers) {
        filler.close();
      }
    }
  }

  @Test
  @DisplayName("HC02 accept and then silence is L7TOUT at the deadline, and the socket is closed")
  void shouldSayL7toutAndHangUpWhenTheServerAcceptsAndIsSilent() throws Exception {
    try (LoopbackServer server = new LoopbackServer(LoopbackServer::awaitPeerGone)) {
      CheckResult result = probe("http GET /", server.target(), SHORT);
      assertThat(result.code()).isEqualTo(CheckCode.L7TOUT);
      assertThat(result.description()).isEqualTo("no response within 150 ms");
      Eventually.until("the connection is closed", () -> server.finished.get() == 1);
    }
  }

  @Test
  void shouldEndByTheDeadlineWhenTheServerTrickles() throws Exception {
    try (LoopbackServer server =
        new LoopbackServer(
            socket -> {
              OutputStream out = socket.getOutputStream();
              out.write("HTTP/1.1 200 OK\r\n".getBytes(StandardCharsets.US_ASCII));
              LoopbackServer.awaitPeerGone(socket);
            })) {
      CheckResult result = probe("http GET /", server.target(), SHORT);
      assertThat(result.code()).isEqualTo(CheckCode.L7TOUT);
    }
  }

  @ParameterizedTest(name = "{0} of status {1}: {2}")
  @CsvSource({
    "http GET /,           200, L7OK",
    "http GET /,           301, L7OK",
    "http GET /,           401, L7STS",
    "http GET /,           500, L7STS",
    "http GET / 200,       301, L7STS",
    "http GET / 200-299,   204, L7OK",
    "http GET / 2xx 401,   401, L7OK",
    "'http GET / 200,503', 503, L7OK",
  })
  @DisplayName("HC05 a status counts as configured, 200-399 by default")
  void shouldCompareTheStatusWithWhatIsExpected(String check, int status, CheckCode expected)
      throws Exception {
    try (LoopbackServer server = LoopbackServer.answering("HTTP/1.1 " + status + " x\r\n\r\n")) {
      CheckResult result = probe(check, server.target(), AMPLE);
      assertThat(result.code()).isEqualTo(expected);
      assertThat(result.status()).isEqualTo(status);
      assertThat(result.description()).isEqualTo("HTTP status " + status);
    }
  }

  @Test
  @DisplayName("HC03 a status line of a megabyte is L7RSP after 8 KB")
  void shouldSayL7rspWhenTheStatusLineNeverEnds() throws Exception {
    try (LoopbackServer server = LoopbackServer.answering("HTTP/1.1 200 " + "x".repeat(1 << 20))) {
      CheckResult result = probe("http GET /", server.target(), AMPLE);
      assertThat(result.code()).isEqualTo(CheckCode.L7RSP);
      assertThat(result.description()).isEqualTo("response head is longer than 8192 bytes");
    }
  }

  @Test
  void shouldSayL7rspWhenTheServerHangsUpWithoutAnAnswer() throws Exception {
    try (LoopbackServer server = new LoopbackServer(LoopbackServer::readRequest)) {
      CheckResult result = probe("http GET /", server.target(), AMPLE);
      assertThat(result.code()).isEqualTo(CheckCode.L7RSP);
      assertThat(result.description()).isEqualTo("connection closed without a response");
    }
  }

  @Test
  void shouldSaySockerrWhenTheServerResets() throws Exception {
    try (LoopbackServer server =
        new LoopbackServer(
            socket -> {
              LoopbackServer.readRequest(socket);
              socket.setSoLinger(true, 0);
            })) {
      CheckResult result = probe("http GET /", server.target(), AMPLE);
      assertThat(result.code()).isEqualTo(CheckCode.SOCKERR);
      assertThat(result.description()).startsWith("Connection reset");
    }
  }

  @Test
  @DisplayName("HC04 an endless body does not matter: the head decides, and the socket is closed")
  void shouldPassAtTheHeadAndHangUpWhenTheBodyIsEndless() throws Exception {
    try (LoopbackServer server =
        new LoopbackServer(
            socket -> {
              LoopbackServer.readRequest(socket);
              OutputStream out = socket.getOutputStream();
              out.write("HTTP/1.1 200 OK\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
              byte[] body = new byte[64 * 1024];
              while (true) {
                out.write(body);
              }
            })) {
      assertThat(probe("http GET /", server.target(), AMPLE).code()).isEqualTo(CheckCode.L7OK);
      Eventually.until("the connection is closed", () -> server.finished.get() == 1);
    }
  }

  @Test
  void shouldSendARequestThatServersUnderstand() throws Exception {
    BlockingQueue<String> requests = new LinkedBlockingQueue<>();
    try (LoopbackServer server =
        new LoopbackServer(socket -> requests.add(LoopbackServer.readRequest(socket)))) {
      probe("http HEAD /health?deep=1 2xx", server.target(), AMPLE);
      assertThat(requests.poll(10, TimeUnit.SECONDS))
          .isEqualTo(
              "HEAD /health?deep=1 HTTP/1.1\r\nHost: localhost:"
                  + server.address().getPort()
                  + "\r\nUser-Agent: mainstay-check\r\nAccept: */*\r\nConnection: close\r\n\r\n");
      probe("http /ready host=app.example", server.target(), AMPLE);
      assertThat(requests.poll(10, TimeUnit.SECONDS))
          .startsWith("GET /ready HTTP/1.1\r\nHost: app.example\r\n");
    }
  }

  @Test
  void shouldLeaveNoDescriptorBehindWhateverTheServerDoes() throws Exception {
    Path descriptors = Path.of("/proc/self/fd");
    Assumptions.assumeTrue(Files.isDirectory(descriptors), "needs /proc to count descriptors");
    try (LoopbackServer silent = new LoopbackServer(LoopbackServer::awaitPeerGone);
        LoopbackServer healthy = LoopbackServer.answering("HTTP/1.1 200 OK\r\n\r\n")) {
      HealthTarget refused = new HealthTarget("a", LoopbackServer.closedPort());
      probe("http GET /", healthy.target(), AMPLE);
      long before = count(descriptors);
      List<CompletionStage<CheckResult>> answers = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        answers.add(check("http GET /").probe(silent.target(), SHORT));
        answers.add(check("http GET /").probe(healthy.target(), AMPLE));
        answers.add(check("tcp").probe(refused, AMPLE));
        CompletionStage<CheckResult> cancelled = check("http GET /").probe(silent.target(), AMPLE);
        cancelled.toCompletableFuture().cancel(true);
      }
      for (CompletionStage<CheckResult> answer : answers) {
        answer.toCompletableFuture().get();
      }
      assertThat(loop.inFlight()).isZero();
      Eventually.until("descriptors are back to " + before, () -> count(descriptors) <= before);
    }
  }

  @Test
  void shouldServeAThousandProbesWithOneThread() throws Exception {
    try (LoopbackServer server = LoopbackServer.answering("HTTP/1.1 200 OK\r\n\r\n")) {
      HealthCheck check = check("http GET /");
      List<CompletionStage<CheckResult>> answers = new ArrayList<>();
      for (int i = 0; i < 1000; i++) {
        answers.add(check.probe(server.target(), AMPLE));
      }
      for (CompletionStage<CheckResult> answer : answers) {
        assertThat(answer.toCompletableFuture().get().code()).isEqualTo(CheckCode.L7OK);
      }
      assertThat(threadsNamed("mainstay-checks")).isEqualTo(1);
    }
  }

  @Test
  void shouldAnswerUnknownWhenTheLoopIsClosed() throws Exception {
    try (LoopbackServer server = new LoopbackServer(LoopbackServer::awaitPeerGone)) {
      CompletionStage<CheckResult> open = check("http GET /").probe(server.target(), AMPLE);
      loop.close();
      assertThat(open.toCompletableFuture().get().code()).isEqualTo(CheckCode.UNK);
      CheckResult late = probe("tcp", server.target(), AMPLE);
      assertThat(late.code()).isEqualTo(CheckCode.UNK);
      assertThat(late.description()).isEqualTo("the check loop is closed");
      Eventually.until("the thread is gone", () -> threadsNamed("mainstay-checks") == 0);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "tcp 80            | a tcp check does not take [80]",
        "http GET / 99     | '99' is no expected HTTP status; write 200, 200-399 or 2xx",
        "http GET / 399-200| expected HTTP status '399-200' is no range within 100-599",
        "http get /        | 'get' is no HTTP method; write GET or HEAD",
        "http GET health   | 'health' is no expected HTTP status; write 200, 200-399 or 2xx",
        "http / host=a/b   | 'a/b' is no host name for the Host header",
        "http GET '/a b'   | '/a b' is no path; it starts with /",
      })
  void shouldSayWhatIsWrongWithASpec(String line, String message) {
    assertThatThrownBy(() -> check(line.strip()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  private CheckResult probe(String check, HealthTarget target, Duration timeout) throws Exception {
    return check(check).probe(target, timeout).toCompletableFuture().get();
  }

  private HealthCheck check(String line) {
    CheckSpec spec = CheckSpec.parse(line);
    HealthCheckFactory factory =
        switch (spec.name()) {
          case "tcp" -> StandardChecks.tcp(loop);
          case "tls" -> StandardChecks.tls(loop);
          case "https" -> StandardChecks.https(loop);
          case "tcp-check" -> StandardChecks.tcpScript(loop);
          default -> StandardChecks.http(loop);
        };
    return factory.create(spec, new CheckEnvironment(Runnable::run));
  }

  private static long count(Path directory) {
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.count();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static long threadsNamed(String name) {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals(name))
        .count();
  }
}
