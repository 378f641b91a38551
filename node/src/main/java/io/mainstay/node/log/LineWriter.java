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
  private long nowMillis;
  private long nowNanos;

  LineWriter(TargetConfig config, String host, String tag) {
    ZoneId zone = ZoneId.systemDefault();
    this.config = config;
    this.format = config.format().in(zone);
    this.header =
        config.header().in(zone, config.facility(), host, tag, ProcessHandle.current().pid());
  }

  /**
   * The lines that follow are written at this moment. Both clocks are read together, once for many
   * lines: what is done between them would make every session older.
   */
  void now() {
    nowMillis = WALL_CLOCK.millis();
    nowNanos = System.nanoTime();
  }

  /** Writes its line, unless the target is not to have it. */
  void write(LogEntry entry, LogBatch batch) {
    if (entry instanceof LogEntry.Session session) {
      LogLevel level = session.rule().level(session.record());
      if (begin(level, nowMillis, batch)) {
        format.session(session.record(), began(session.record().beganNanos()), batch.buffer());
        end(batch);
      }
    } else if (entry instanceof LogEntry.Handshake handshake) {
      if (begin(handshake.rule().handshakeLevel(), nowMillis, batch)) {
        format.handshake(
            handshake.failed(), began(handshake.failed().beganNanos()), batch.buffer());
        end(batch);
      }
    } else if (entry instanceof LogEntry.Message message) {
      // It may have waited for a target that could not be written.
      long atMillis = began(message.atNanos());
      if (begin(message.message().level(), atMillis, batch)) {
        format.message(message.message(), atMillis, batch.buffer());
        end(batch);
      }
    }
  }

  /** The event loop has read one clock only; the other one is told from it. */
  private long began(long beganNanos) {
    return nowMillis - TimeUnit.NANOSECONDS.toMillis(nowNanos - beganNanos);
  }

  private boolean begin(LogLevel level, long atMillis, LogBatch batch) {
    if (level.code() > config.level().code()) {
      return false;
    }
    header.put(level.orLess(config.minLevel()), atMillis, batch.buffer());
    return true;
  }

  private void end(LogBatch batch) {
    LineBuffer buffer = batch.buffer();
    buffer.cut(batch.lineStart() + config.maxBytes());
    buffer.endLine();
    batch.endLine();
  }
}
