package io.mainstay.benchmarks.compare.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.mainstay.benchmarks.compare.load.Plan.Pace;
import io.netty.channel.epoll.Epoll;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Clients that ask the servers directly: there is no proxy between them here. */
@Timeout(60)
class LoadGeneratorTest {
  private LoadGenerator generator;

  @BeforeEach
  void start() throws IOException {
    assumeTrue(Epoll.isAvailable(), "needs Linux epoll");
    generator = LoadGenerator.start();
  }

  @AfterEach
  void stop() {
    if (generator != null) {
      generator.close();
    }
  }

  private static Tally awaitAnswers(ClientRun run, long answers) {
    Tally tally = run.tally();
    while (tally.answers() < answers && tally.errors() == 0) {
      LockSupport.parkNanos(1_000_000);
      tally = run.tally();
    }
    return tally;
  }

  @ParameterizedTest
  @EnumSource(
      value = Pace.class,
      names = {"AT_ONCE", "COME_WHAT_MAY", "FIXED_RATE"})
  void shouldCountRightAnswersWhateverThePace(Pace pace) throws Exception {
    Dialogue dialogue = Dialogue.post(3000, 100_000);
    try (ServerPool servers = generator.servers(dialogue, 1);
        ClientRun run =
            generator.begin(new Plan(servers.addresses().get(0), dialogue, 4, pace, 1000))) {
      Tally tally = awaitAnswers(run, 100);

      assertThat(tally.firstError()).isEmpty();
      assertThat(tally.latencyNanos().getTotalCount()).isEqualTo(tally.answers());
      assertThat(servers.complaint()).isEmpty();
    }
  }

  @Test
  void shouldCountBlocksOfAStream() throws Exception {
    Dialogue dialogue = Dialogue.stream(1024 * 1024);
    try (ServerPool servers = generator.servers(dialogue, 1);
        ClientRun run =
            generator.begin(new Plan(servers.addresses().get(0), dialogue, 2, Pace.AT_ONCE))) {
      assertThat(awaitAnswers(run, 20).errors()).isZero();
    }
  }

  @Test
  void shouldAskOnceAndThenBeSilent() throws Exception {
    Dialogue dialogue = Dialogue.get(65);
    try (ServerPool servers = generator.servers(dialogue, 1);
        ClientRun run =
            generator.begin(new Plan(servers.addresses().get(0), dialogue, 200, Pace.ONCE))) {
      assertThat(run.tally().answers()).isEqualTo(200);
    }
  }

  @Test
  void shouldCountErrorsAndGoOnWhenAServerDies() throws Exception {
    Dialogue dialogue = Dialogue.get(65);
    try (ServerPool servers = generator.servers(dialogue, 1);
        ClientRun run =
            generator.begin(
                new Plan(servers.addresses().get(0), dialogue, 4, Pace.COME_WHAT_MAY))) {
      servers.down(0);
      Tally dead = run.tally();
      while (dead.errors() < 4) {
        LockSupport.parkNanos(1_000_000);
        dead = run.tally();
      }
      servers.up(0);
      run.reset();
      while (run.tally().answers() == 0) {
        LockSupport.parkNanos(1_000_000);
      }
      assertThat(servers.complaint()).isEmpty();
    }
  }

  @Test
  void shouldFailWhenNobodyListens() throws Exception {
    InetSocketAddress closed;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      closed = (InetSocketAddress) socket.getLocalSocketAddress();
    }

    assertThatThrownBy(() -> generator.begin(new Plan(closed, Dialogue.get(65), 1, Pace.AT_ONCE)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("refused");
  }

  @Test
  void shouldFailWhenTheAnswerIsAnother() throws Exception {
    try (ServerPool servers = generator.servers(Dialogue.get(64), 1)) {
      assertThatThrownBy(
              () ->
                  generator.begin(
                      new Plan(servers.addresses().get(0), Dialogue.get(65), 1, Pace.AT_ONCE)))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("wrong answer: not 65 bytes of content");
    }
  }
}
