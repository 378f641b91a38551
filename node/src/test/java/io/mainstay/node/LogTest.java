package io.mainstay.node;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;

/** The program's own log, as the start script gets it. */
class LogTest {
  private final PrintStream before = System.out;
  private final CountDownLatch reading = new CountDownLatch(1);
  private final ByteArrayOutputStream written = new ByteArrayOutputStream();
  private final LoggerContext context = new LoggerContext();

  @AfterEach
  void end() {
    reading.countDown();
    context.stop();
    System.setOut(before);
  }

  private Logger log(OutputStream out) throws Exception {
    System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
    JoranConfigurator configurator = new JoranConfigurator();
    configurator.setContext(context);
    URL file = Main.class.getResource("/mainstay-logback.xml");
    configurator.doConfigure(file);
    return context.getLogger("test");
  }

  /** A pipe that nobody empties: a pager, a terminal that was stopped, a collector that hangs. */
  private OutputStream stopped() {
    return new OutputStream() {
      @Override
      public void write(int b) {
        write(new byte[] {(byte) b}, 0, 1);
      }

      @Override
      public void write(byte[] bytes, int from, int count) {
        try {
          reading.await();
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        }
        written.write(bytes, from, count);
      }
    };
  }

  @Test
  void shouldHoldUpNobodyWhenStandardOutputIsNotRead() throws Exception {
    Logger log = log(stopped());
    CountDownLatch done = new CountDownLatch(1);
    Thread electing =
        new Thread(
            () -> {
              for (int i = 0; i < 50_000; i++) {
                log.info("line {}", i);
              }
              done.countDown();
            });
    electing.setDaemon(true);
    electing.start();

    assertThat(done.await(30, TimeUnit.SECONDS)).as("all is logged").isTrue();
  }

  @Test
  void shouldWriteEverythingBeforeItEnds() throws Exception {
    Logger log = log(written);
    for (int i = 0; i < 1_000; i++) {
      log.info("line {}", i);
    }
    context.stop();

    assertThat(written.toString(StandardCharsets.UTF_8).lines())
        .hasSize(1_000)
        .last()
        .asString()
        .endsWith("line 999");
  }
}
