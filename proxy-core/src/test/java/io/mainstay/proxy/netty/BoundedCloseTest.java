package io.mainstay.proxy.netty;

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
import java.time.Duration;
import java.util.List;
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
      DataPlane plane = DataPlane.start(config, 100);
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
