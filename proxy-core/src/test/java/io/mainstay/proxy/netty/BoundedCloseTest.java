package io.mainstay.proxy.netty;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.mainstay.proxy.Backend;
import io.mainstay.proxy.Frontend;
import io.mainstay.proxy.ProxyConfig;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class BoundedCloseTest {
  /** A connection that goes on whatever it is told. */
  private static final class Stubborn implements ClientSession {
    @Override
    public void drain() {}

    @Override
    public void close() {}
  }

  @Test
  void shouldEndWithoutAnEventLoopThatAListenerBlocks() throws Exception {
    CountDownLatch called = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    InetSocketAddress free = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    ProxyConfig config =
        ProxyConfig.of(List.of(Frontend.of("web", free, "app")), List.of(Backend.of("app")))
            .withEventLoops(1)
            .withSessionListener(
                session -> {
                  called.countDown();
                  awaitQuietly(release);
                });
    ListAppender<ILoggingEvent> logged = new ListAppender<>();
    logged.start();
    Logger logger = (Logger) LoggerFactory.getLogger(DataPlane.class);
    logger.setAdditive(false);
    logger.addAppender(logged);
    DataPlane plane = DataPlane.start(config, 100, 100);
    try (Socket client = new Socket()) {
      client.connect(plane.localAddresses("web").get(0));
      client.getOutputStream().write("GET / HTTP/1.1\r\nHost: a\r\n\r\n".getBytes(US_ASCII));
      assertThat(called.await(10, TimeUnit.SECONDS)).isTrue();
      plane.stop(Duration.ZERO).toCompletableFuture().get(30, TimeUnit.SECONDS);
      assertThat(plane.loop(0).eventLoop.isTerminated()).isFalse();
      assertThat(logged.list)
          .extracting(ILoggingEvent::getFormattedMessage)
          .singleElement()
          .asString()
          .startsWith("an event loop does not end, mainstay-proxy-")
          .contains(" is at ", "BoundedCloseTest.awaitQuietly")
          .endsWith("; the proxy ends without it");
    } finally {
      release.countDown();
      assertThat(plane.loop(0).eventLoop.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
      logger.detachAppender(logged);
      logger.setAdditive(true);
    }
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void shouldEndWithoutAConnectionThatDoesNotClose() throws Exception {
    InetSocketAddress free = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    ProxyConfig config =
        ProxyConfig.of(List.of(Frontend.of("web", free, "app")), List.of(Backend.of("app")));
    ListAppender<ILoggingEvent> logged = new ListAppender<>();
    logged.start();
    // The word is expected here, so whoever looks for faults is not told.
    Logger logger = (Logger) LoggerFactory.getLogger(DataPlane.class);
    logger.setAdditive(false);
    logger.addAppender(logged);
    SocketChannel channel = new NioSocketChannel();
    try {
      DataPlane plane = DataPlane.start(config, 100, 5_000);
      LoopContext loop = plane.loop(0);
      loop.eventLoop.submit(() -> loop.opened(new Stubborn(), channel)).get(10, TimeUnit.SECONDS);
      plane.stop(Duration.ZERO).toCompletableFuture().get(30, TimeUnit.SECONDS);
      assertThat(loop.eventLoop.isTerminated()).isTrue();
      assertThat(logged.list)
          .filteredOn(event -> event.getLevel() == Level.ERROR)
          .singleElement()
          .extracting(ILoggingEvent::getFormattedMessage)
          .isEqualTo("connections are left that do not close; the proxy ends without them");
    } finally {
      logger.detachAppender(logged);
      logger.setAdditive(true);
      channel.unsafe().closeForcibly();
    }
  }
}
