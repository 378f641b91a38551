package io.mainstay.proxy.netty;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.netty.channel.embedded.EmbeddedChannel;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class AcceptFaultsTest {
  @Test
  void shouldPauseAndLogOnceUntilConnectionsAreAcceptedAgain() {
    Logger logger = (Logger) LoggerFactory.getLogger("io.mainstay.proxy.accept");
    ListAppender<ILoggingEvent> logged = new ListAppender<>();
    logged.start();
    logger.addAppender(logged);
    logger.setLevel(Level.INFO);
    EmbeddedChannel listener = new EmbeddedChannel(new AcceptFaults("web"));
    listener.freezeTime();
    for (int i = 0; i < 3; i++) {
      listener.pipeline().fireExceptionCaught(new IOException("Too many open files"));
      assertThat(listener.config().isAutoRead()).isFalse();
      listener.advanceTimeBy(AcceptFaults.PAUSE_MILLIS, TimeUnit.MILLISECONDS);
      listener.runScheduledPendingTasks();
      assertThat(listener.config().isAutoRead()).isTrue();
    }
    listener.writeInbound("the last that had room");
    listener.pipeline().fireExceptionCaught(new IOException("Too many open files"));
    listener.advanceTimeBy(AcceptFaults.CALM_MILLIS, TimeUnit.MILLISECONDS);
    listener.writeInbound("accepted", "another");
    assertThat(logged.list)
        .extracting(ILoggingEvent::getFormattedMessage)
        .satisfiesExactly(
            first -> assertThat(first).contains("web cannot accept", "Too many open files"),
            last -> assertThat(last).isEqualTo("frontend web accepts connections again"));
    listener.pipeline().fireExceptionCaught(new IOException("Too many open files"));
    assertThat(logged.list).hasSize(3);
    logger.detachAppender(logged);
    logger.setLevel(null);
    listener.finishAndReleaseAll();
  }
}
