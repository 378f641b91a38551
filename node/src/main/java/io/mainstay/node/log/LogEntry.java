package io.mainstay.node.log;

import io.mainstay.node.accesslog.LogMessage;
import io.mainstay.node.accesslog.SessionRule;
import io.mainstay.proxy.FailedHandshake;
import io.mainstay.proxy.SessionRecord;

/** What waits to be written. */
sealed interface LogEntry {
  /** A session, and what is logged of its frontend's. */
  record Session(SessionRecord record, SessionRule rule) implements LogEntry {}

  /** A handshake that failed, and what is logged of its frontend's. */
  record Handshake(FailedHandshake failed, SessionRule rule) implements LogEntry {}

  /** Anything else, and when it was, by {@link System#nanoTime}. */
  record Message(LogMessage message, long atNanos) implements LogEntry {}
}
