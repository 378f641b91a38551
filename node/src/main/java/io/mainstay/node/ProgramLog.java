package io.mainstay.node;

import ch.qos.logback.classic.AsyncAppender;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import org.slf4j.LoggerFactory;

/**
 * The program's log, which a thread of its own writes: an election or a request that waited for who
 * reads standard output would wait for ever when nobody does.
 */
public final class ProgramLog {
  private ProgramLog() {}

  /**
   * Writes what is still to be written, within a second, and nothing after it: the last that a
   * process does. Any thread; who comes second waits for the first.
   */
  public static synchronized void end() {
    if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
      context
          .getLogger(Logger.ROOT_LOGGER_NAME)
          .iteratorForAppenders()
          .forEachRemaining(
              appender -> {
                // Only these: one that is written to directly may be stuck, and so would be its
                // stop.
                if (appender instanceof AsyncAppender) {
                  appender.stop();
                }
              });
    }
  }
}
