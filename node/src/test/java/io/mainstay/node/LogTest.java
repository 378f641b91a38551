package io.mainstay.node;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.AsyncAppender;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.ConsoleAppender;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The program's own log, as the start script gets it. */
class LogTest {
  private final CountDownLatch reading = new CountDownLatch(1);
  private final ByteArrayOutputStream written = new ByteArrayOutputStream();
  private final LoggerContext context = new LoggerContext();

  @AfterEach
  void end() {
    reading.countDown();
    context.stop();
  }

  /** Logs to this instead of standard output, which other tests have too. */
  private Logger log(OutputStream out) throws Exception {
    context.setMDCAdapter(new LogbackMDCAdapter());
    JoranConfigurator configurator = new JoranConfigurator();
    configurator.setContext(context);
    URL file = Main.class.getResource("/mainstay-logback.xml");
    configurator.doConfigure(file);
    Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
    AsyncAppender log = (AsyncAppender) root.getAppender("log");
    ((ConsoleAppender<ILoggingEvent>) log.getAppender("stdout")).setOutputStream(out);
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
