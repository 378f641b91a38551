package io.mainstay.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.mainstay.health.CheckCode;
import io.mainstay.health.CheckEnvironment;
import io.mainstay.health.CheckResult;
import io.mainstay.health.CheckSpec;
import io.mainstay.health.HealthTarget;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Against the server of grpc-java, and against servers that speak something else. */
@Timeout(60)
class GrpcCheckTest {
  private static final Duration AMPLE = Duration.ofSeconds(30);

  private final GrpcLoop loop = new GrpcLoop();

  @AfterEach
  void closeLoop() {
    loop.close();
  }

  @Test
  void shouldHearWhetherAServiceServes() throws Exception {
    try (GrpcServers server = new GrpcServers(true)) {
      server.health.setStatus("shop.Cart", ServingStatus.SERVING);
      server.health.setStatus("shop.Till", ServingStatus.NOT_SERVING);
      assertThat(probe("grpc", server.target(), AMPLE))
          .extracting(CheckResult::code, CheckResult::status, CheckResult::description)
          .containsExactly(CheckCode.L7OK, 0, "SERVING");
      assertThat(probe("grpc shop.Cart", server.target(), AMPLE).passed()).isTrue();
      assertThat(probe("grpc shop.Till authority=shop.example", server.target(), AMPLE))
          .extracting(CheckResult::code, CheckResult::description)
          .containsExactly(CheckCode.L7STS, "NOT_SERVING");
      assertThat(probe("grpc shop.Stock", server.target(), AMPLE))
          .extracting(CheckResult::code, CheckResult::status, CheckResult::description)
          .containsExactly(
              CheckCode.L7STS, 5, "gRPC status 5: the server does not know that service");
    }
  }

  @Test
  void shouldSayThatAServerHasNoHealthService() throws Exception {
    try (GrpcServers server = new GrpcServers(false)) {
      assertThat(probe("grpc", server.target(), AMPLE))
          .extracting(CheckResult::code, CheckResult::description)
          .containsExactly(CheckCode.L7STS, "gRPC status 12: the server has no grpc.health.v1");
    }
  }

  @Test
  void shouldSayL7rspWhenTheServerSpeaksNoHttp2() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      Thread answering = new Thread(() -> answer(server));
      answering.start();
      HealthTarget target =
          new HealthTarget("a", (InetSocketAddress) server.getLocalSocketAddress());
      assertThat(probe("grpc", target, AMPLE).code()).isEqualTo(CheckCode.L7RSP);
      answering.join();
    }
  }

  private static void answer(ServerSocket server) {
    try (Socket socket = server.accept()) {
      OutputStream out = socket.getOutputStream();
      out.write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      out.flush();
      while (socket.getInputStream().read() >= 0) {
        // until the probe hangs up
      }
    } catch (java.io.IOException e) {
      return; // it has
    }
  }

  @Test
  void shouldSayL7toutWhenTheServerIsSilent() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      HealthTarget target =
          new HealthTarget("a", (InetSocketAddress) server.getLocalSocketAddress());
      assertThat(probe("grpc", target, Duration.ofMillis(150)))
          .extracting(CheckResult::code, CheckResult::description)
          .containsExactly(CheckCode.L7TOUT, "no response within 150 ms");
    }
  }

  @Test
  void shouldSayWhatIsWrong() {
    assertThatThrownBy(() -> probe("grpc a b", target(), AMPLE))
        .hasMessage("'b' is no gRPC service; write grpc my.package.Service");
    assertThatThrownBy(() -> probe("grpc authority=a/b", target(), AMPLE))
        .hasMessage("'a/b' is no authority; write a host");
  }

  private static HealthTarget target() {
    return new HealthTarget("a", new InetSocketAddress(InetAddress.getLoopbackAddress(), 1));
  }

  private CheckResult probe(String line, HealthTarget target, Duration timeout) throws Exception {
    return new GrpcCheckFactory(loop)
        .create(CheckSpec.parse(line), new CheckEnvironment(Runnable::run))
        .probe(target, timeout)
        .toCompletableFuture()
        .get();
  }
}
