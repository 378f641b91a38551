package io.mainstay.health.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.mainstay.health.CheckCode;
import io.mainstay.health.CheckResult;
import io.mainstay.health.HealthCheck;
import io.mainstay.health.HealthTarget;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ResolvingCheckTest {
  private final InetAddress one = address(1);
  private final InetAddress two = address(2);
  private @Nullable List<InetAddress> answer = List.of(one, two);

  /** Passes and says where it went. */
  private final HealthCheck check =
      ResolvingCheck.of(
          (target, timeout) ->
              CompletableFuture.completedFuture(
                  CheckResult.of(CheckCode.L4OK, String.valueOf(target.address()), 0)),
          host -> addresses(),
          Runnable::run);

  private static InetAddress address(int last) {
    try {
      return InetAddress.getByAddress(new byte[] {10, 0, 0, (byte) last});
    } catch (UnknownHostException e) {
      throw new AssertionError(e);
    }
  }

  private List<InetAddress> addresses() throws IOException {
    List<InetAddress> now = answer;
    if (now == null) {
      throw new UnknownHostException("the name server is silent");
    }
    return now;
  }

  private CheckResult probe() throws Exception {
    HealthTarget target =
        new HealthTarget("app/web1", InetSocketAddress.createUnresolved("web1.example", 80));
    return check.probe(target, Duration.ofSeconds(30)).toCompletableFuture().get();
  }

  @Test
  @DisplayName("HC10 a name is followed to its address, kept through failures, and down when empty")
  void shouldFollowAName() throws Exception {
    assertThat(probe().description()).isEqualTo("/10.0.0.1:80");
    answer = List.of(two, one);
    assertThat(probe().description()).as("it stays where it is").isEqualTo("/10.0.0.1:80");
    answer = List.of(two);
    assertThat(probe().description()).isEqualTo("/10.0.0.2:80");
    answer = null;
    assertThat(probe().description()).isEqualTo("/10.0.0.2:80");
    answer = List.of();
    assertThat(probe())
        .extracting(CheckResult::code, CheckResult::description)
        .containsExactly(CheckCode.L4CON, "no address for web1.example");
    answer = null;
    assertThat(probe().code()).isEqualTo(CheckCode.L4CON);
  }
}
