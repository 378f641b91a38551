package io.mainstay.vip.digitalocean;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.AppenderBase;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.LoggerFactory;

/** Every line that anything in this JVM logs at any level, stack traces included. */
final class CapturedLogs extends AppenderBase<ILoggingEvent> implements AutoCloseable {

  private static final Logger ROOT =
      (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);

  private final String secret;
  private final Level before = ROOT.getLevel();
  private final List<Appender<ILoggingEvent>> others = new ArrayList<>();
  private final AtomicLong lines = new AtomicLong();
  private final Queue<String> showing = new ConcurrentLinkedQueue<>();

  /** Captures from now on, and keeps the lines that show the secret. */
  static CapturedLogs of(String secret) {
    CapturedLogs logs = new CapturedLogs(secret);
    logs.start();
    ROOT.iteratorForAppenders().forEachRemaining(logs.others::add);
    logs.others.forEach(ROOT::detachAppender); // nobody wants to read all that
    ROOT.setLevel(Level.TRACE);
    ROOT.addAppender(logs);
    return logs;
  }

  private CapturedLogs(String secret) {
    this.secret = secret;
  }

  @Override
  protected void append(ILoggingEvent event) {
    lines.incrementAndGet();
    IThrowableProxy thrown = event.getThrowableProxy();
    String text =
        event.getFormattedMessage() + (thrown == null ? "" : ThrowableProxyUtil.asString(thrown));
    if (text.contains(secret)) {
      showing.add(text);
    }
  }

  long lines() {
    return lines.get();
  }

  Queue<String> linesWithTheSecret() {
    return showing;
  }

  @Override
  public void close() {
    ROOT.detachAppender(this);
    others.forEach(ROOT::addAppender);
    ROOT.setLevel(before);
    stop();
  }
}
