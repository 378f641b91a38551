package io.mainstay.node.log;

import io.mainstay.node.accesslog.LineBuffer;
import io.mainstay.node.accesslog.LineHeader;
import io.mainstay.node.accesslog.LogLevel;
import io.mainstay.node.accesslog.SessionFormat;
import java.time.Clock;
import java.time.ZoneId;
import java.util.concurrent.TimeUnit;

/** Makes lines of what one target gets. For one thread. */
final class LineWriter {
  private static final Clock WALL_CLOCK = Clock.systemUTC();

  private final TargetConfig config;
  private final LineHeader.Writer header;
  private final SessionFormat format;

  LineWriter(TargetConfig config, String host, String tag) {
    ZoneId zone = ZoneId.systemDefault();
    this.config = config;
    this.format = config.format().in(zone);
    this.header =
        config.header().in(zone, config.facility(), host, tag, ProcessHandle.current().pid());
  }

  /** Writes its line, unless the target is not to have it. */
  void write(LogEntry entry, LogBatch batch) {
    // Both clocks are read together: what is done between them would make every session older.
    long nowMillis = WALL_CLOCK.millis();
    long nowNanos = System.nanoTime();
    if (entry instanceof LogEntry.Session session) {
      LogLevel level = session.rule().level(session.record());
      if (begin(level, nowMillis, batch)) {
        long beganMillis = began(session.record().beganNanos(), nowMillis, nowNanos);
        format.session(session.record(), beganMillis, batch.buffer());
        end(batch);
      }
    } else if (entry instanceof LogEntry.Handshake handshake) {
      if (begin(handshake.rule().handshakeLevel(), nowMillis, batch)) {
        long beganMillis = began(handshake.failed().beganNanos(), nowMillis, nowNanos);
        format.handshake(handshake.failed(), beganMillis, batch.buffer());
        end(batch);
      }
    } else if (entry instanceof LogEntry.Message message) {
      if (begin(message.message().level(), nowMillis, batch)) {
        format.message(message.message(), nowMillis, batch.buffer());
        end(batch);
      }
    }
  }

  /** The event loop has read one clock only; the other one is told from it. */
  private static long began(long beganNanos, long nowMillis, long nowNanos) {
    return nowMillis - TimeUnit.NANOSECONDS.toMillis(nowNanos - beganNanos);
  }

  private boolean begin(LogLevel level, long nowMillis, LogBatch batch) {
    if (level.code() > config.level().code()) {
      return false;
    }
    header.put(level.orLess(config.minLevel()), nowMillis, batch.buffer());
    return true;
  }

  private void end(LogBatch batch) {
    LineBuffer buffer = batch.buffer();
    buffer.cut(batch.lineStart() + config.maxBytes());
    buffer.endLine();
    batch.endLine();
  }
}
