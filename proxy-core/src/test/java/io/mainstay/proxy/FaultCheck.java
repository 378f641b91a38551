package io.mainstay.proxy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import java.util.List;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.slf4j.LoggerFactory;

/** Fails a test class in which a buffer was never released or the proxy reported a fault. */
public final class FaultCheck implements BeforeAllCallback, AfterAllCallback {
  private static final int COLLECTIONS = 3;
  private static final List<Logger> LOGGERS =
      List.of(
          (Logger) LoggerFactory.getLogger(ResourceLeakDetector.class),
          (Logger) LoggerFactory.getLogger("io.mainstay.proxy.netty"));

  private final ListAppender<ILoggingEvent> faults = new ListAppender<>();

  @Override
  public void beforeAll(ExtensionContext context) {
    // Whoever starts the tests, each buffer is watched.
    ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.PARANOID);
    faults.start();
    LOGGERS.forEach(logger -> logger.addAppender(faults));
  }

  @Override
  public void afterAll(ExtensionContext context) {
    for (int i = 0; i < COLLECTIONS; i++) {
      System.gc();
      // Leaks are reported when the next buffers are taken.
      for (int buffer = 0; buffer < 100; buffer++) {
        PooledByteBufAllocator.DEFAULT.directBuffer(16).release();
      }
    }
    LOGGERS.forEach(logger -> logger.detachAppender(faults));
    List<String> found = faults.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    if (!found.isEmpty()) {
      throw new AssertionError(found.size() + " faults, the first: " + found.get(0));
    }
  }
}
