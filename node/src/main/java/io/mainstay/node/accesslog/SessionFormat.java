package io.mainstay.node.accesslog;

import io.mainstay.proxy.FailedHandshake;
import io.mainstay.proxy.SessionRecord;

/** Writes lines, without their ends. For one thread. */
public interface SessionFormat {
  /**
   * The line of one session.
   *
   * @param beganMillis when it began, since 1970
   */
  void session(SessionRecord session, long beganMillis, LineBuffer line);

  /**
   * The line of a handshake that failed.
   *
   * @param beganMillis when the connection came, since 1970
   */
  void handshake(FailedHandshake handshake, long beganMillis, LineBuffer line);

  /**
   * The line of anything else.
   *
   * @param nowMillis when it was, since 1970
   */
  void message(LogMessage message, long nowMillis, LineBuffer line);
}
