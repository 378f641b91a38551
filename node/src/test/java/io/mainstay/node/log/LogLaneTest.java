package io.mainstay.node.log;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mainstay.node.accesslog.Facility;
import io.mainstay.node.accesslog.LineHeader;
import io.mainstay.node.accesslog.LogFormat;
import io.mainstay.node.accesslog.LogLevel;
import io.mainstay.node.accesslog.LogMessage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LogLaneTest {
  private static final int ROOM = 16;

  private final BlockingQueue<String> written = new LinkedBlockingQueue<>();

  /** Takes lines while the gate is open. */
  private final class Gated implements LogTarget {
    final CountDownLatch entered = new CountDownLatch(1);
    final CountDownLatch gate = new CountDownLatch(1);

    @Override
    public void write(LogBatch batch) throws IOException {
      entered.countDown();
      try {
        gate.await();
      } catch (InterruptedException e) {
        throw new IOException("interrupted", e);
      }
      take(batch);
    }

    @Override
    public void close() {}
  }

  private void take(LogBatch batch) {
    while (!batch.done()) {
      int bytes = batch.nextLine().remaining();
      written.add(StandardCharsets.UTF_8.decode(batch.nextLine()).toString());
      batch.wrote(bytes);
    }
  }

  @Test
  void shouldWriteEverythingInOrderBeforeItEnds() {
    LogLane lane = lane(LogLaneTest.this::take);
    for (int i = 0; i < ROOM; i++) {
      lane.offer(message("m" + i));
    }
    lane.close();
    assertThat(written).hasSize(ROOM).startsWith("m0\n", "m1\n").endsWith("m15\n");
    assertThat(lane.snapshot().written()).isEqualTo(ROOM);
    assertThat(lane.snapshot().dropped()).isZero();
    lane.offer(message("late"));
    assertThat(lane.snapshot().dropped()).isEqualTo(1);
  }

  @Test
  void shouldDateALineNoEarlierThanTheEndOfTheWritingBeforeIt() throws Exception {
    Instant start = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    BlockingQueue<Instant> writtenAt = new LinkedBlockingQueue<>();
    LogLane lane =
        lane(
            batch -> {
              Instant later = Instant.now().plusMillis(2);
              until(() -> Instant.now().isAfter(later));
              writtenAt.add(Instant.now().truncatedTo(ChronoUnit.MILLIS));
              take(batch);
            },
            LogFormat.JSON);
    lane.offer(message("one"));
    assertThat(date(written.take())).isBetween(start, Instant.now());
    lane.offer(message("two"));
    assertThat(date(written.take())).isBetween(writtenAt.take(), Instant.now());
    lane.close();
  }

  private static Instant date(String json) throws IOException {
    return Instant.parse(new ObjectMapper().readTree(json).get("time").asText());
  }

  @Test
  void shouldDropAndCountAndTellWhenItsTargetIsStuck() throws Exception {
    Gated stuck = new Gated();
    LogLane lane = lane(stuck);
    lane.offer(message("first"));
    stuck.entered.await();
    for (int i = 0; i < ROOM + 100; i++) {
      lane.offer(message("m" + i));
    }
    assertThat(lane.snapshot().dropped()).isEqualTo(100);
    assertThat(lane.snapshot().waiting()).isEqualTo(ROOM);
    stuck.gate.countDown();
    lane.close();
    assertThat(written).hasSize(1 + 1 + ROOM);
    assertThat(written.poll()).isEqualTo("first\n");
    assertThat(written.poll()).startsWith("100 log lines were lost before this one");
    assertThat(written.poll()).isEqualTo("m0\n");
  }

  @Test
  void shouldEndThoughItsTargetIsStuckForEver() throws Exception {
    Gated stuck = new Gated();
    LogLane lane = lane(stuck);
    lane.offer(message("first"));
    stuck.entered.await();
    lane.offer(message("second"));
    lane.close();
    until(() -> lane.snapshot().dropped() == 2);
    assertThat(written).isEmpty();
  }

  @Test
  void shouldTryAgainWhatCouldNotBeWrittenAndSayWhy() throws Exception {
    CountDownLatch repaired = new CountDownLatch(1);
    LogLane lane =
        lane(
            batch -> {
              if (repaired.getCount() > 0) {
                throw new IOException("No space left on device");
              }
              take(batch);
            });
    lane.offer(message("kept"));
    until(() -> "No space left on device".equals(lane.snapshot().problem()));
    repaired.countDown();
    assertThat(written.poll(20, TimeUnit.SECONDS)).isEqualTo("kept\n");
    until(() -> lane.snapshot().problem() == null && lane.snapshot().written() == 1);
    lane.close();
    assertThat(lane.snapshot().dropped()).isZero();
  }

  @Test
  void shouldGoOnBehindALineThatCannotBeMade() {
    LogLane lane = lane(this::take);
    lane.offer(message("before"));
    lane.offer(unmakeable());
    lane.offer(message("behind"));
    lane.close();
    assertThat(written).contains("before\n", "behind\n");
    assertThat(lane.snapshot().dropped()).isEqualTo(1);
  }

  @Test
  void shouldBeWokenWhenItSleeps() throws Exception {
    LogLane lane = lane(this::take);
    for (String text : List.of("a", "b", "c")) {
      Thread sleeper = thread();
      until(() -> sleeper.getState() == Thread.State.TIMED_WAITING);
      lane.offer(message(text));
      assertThat(written.poll(20, TimeUnit.SECONDS)).isEqualTo(text + "\n");
    }
    lane.close();
  }

  @Test
  void shouldCutLongLinesAndLeaveOutWhatMattersLess() {
    LogLane lane = lane(this::take);
    lane.offer(message("x".repeat(500)));
    lane.offer(new LogEntry.Message(new LogMessage(LogLevel.DEBUG, "less"), System.nanoTime()));
    lane.close();
    assertThat(written).containsExactly("x".repeat(100) + "\n");
  }

  @Test
  void shouldDateAMessageWhenItWasAndNotWhenItIsWritten() throws Exception {
    LogLane lane = lane(this::take, LogFormat.JSON);
    long hourAgoNanos = System.nanoTime() - TimeUnit.HOURS.toNanos(1);
    lane.offer(new LogEntry.Message(new LogMessage(LogLevel.ALERT, "down"), hourAgoNanos));
    lane.close();
    JsonNode line = new ObjectMapper().readTree(written.remove());
    assertThat(Instant.parse(line.get("time").asText()))
        .isBetween(Instant.now().minusSeconds(3_700), Instant.now().minusSeconds(3_590));
  }

  @Test
  void shouldSayThatNobodyTakesLinesWhileTheTargetIsStuck() throws Exception {
    Gated stuck = new Gated();
    LogLane lane = lane(stuck);
    lane.offer(message("stuck"));
    while (lane.snapshot().problem() == null) {
      Thread.sleep(50);
    }
    assertThat(lane.snapshot().problem()).startsWith("nobody has taken a line for ");
    stuck.gate.countDown();
    lane.close();
    assertThat(lane.snapshot().problem()).isNull();
  }

  private static Thread thread() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(each -> each.getName().equals("mainstay-log-test"))
        .findFirst()
        .orElseThrow();
  }

  private interface Taker {
    void take(LogBatch batch) throws IOException;
  }

  private static LogLane lane(Taker taker) {
    return lane(taker, LogFormat.HTTP);
  }

  private static LogLane lane(Taker taker, LogFormat format) {
    return lane(
        new LogTarget() {
          @Override
          public void write(LogBatch batch) throws IOException {
            taker.take(batch);
          }

          @Override
          public void close() {}
        },
        format);
  }

  private static LogLane lane(LogTarget target) {
    return lane(target, LogFormat.HTTP);
  }

  private static LogLane lane(LogTarget target, LogFormat format) {
    return LogLane.start("test", ROOM, new LineWriter(config(format), "h", "t"), target);
  }

  private static TargetConfig config(LogFormat format) {
    return new TargetConfig(
        "test",
        new TargetConfig.Stdout(),
        format,
        LineHeader.RAW,
        Facility.LOCAL0,
        LogLevel.INFO,
        LogLevel.EMERG,
        100);
  }

  private static LogEntry message(String text) {
    return new LogEntry.Message(new LogMessage(LogLevel.INFO, text), System.nanoTime());
  }

  /** A fault of whoever told it. */
  @SuppressWarnings("NullAway")
  private static LogEntry unmakeable() {
    return new LogEntry.Message(new LogMessage(LogLevel.INFO, null), System.nanoTime());
  }

  static void until(BooleanSupplier condition) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime() - deadline).as("waited too long").isNegative();
      Thread.onSpinWait();
    }
  }
}
