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

/** Fails a test class after which Netty finds a buffer that nobody released. */
public final class LeakCheck implements BeforeAllCallback, AfterAllCallback {
  private static final int COLLECTIONS = 3;

  private final ListAppender<ILoggingEvent> leaks = new ListAppender<>();

  @Override
  public void beforeAll(ExtensionContext context) {
    leaks.start();
    ((Logger) LoggerFactory.getLogger(ResourceLeakDetector.class)).addAppender(leaks);
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
    ((Logger) LoggerFactory.getLogger(ResourceLeakDetector.class)).detachAppender(leaks);
    List<String> found = leaks.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    if (!found.isEmpty()) {
      throw new AssertionError(found.size() + " leaks, the first: " + found.get(0));
    }
  }
}
