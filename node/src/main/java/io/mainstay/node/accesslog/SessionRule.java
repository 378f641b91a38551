package io.mainstay.node.accesslog;

import io.mainstay.proxy.FailedHandshake;
import io.mainstay.proxy.FrontendMode;
import io.mainstay.proxy.SessionRecord;
import io.mainstay.proxy.session.EndedBy;

/**
 * Which sessions of a frontend are logged, and at which level, as HAProxy's options of these names
 * say. Pure.
 *
 * @param dontLogNull leaves out connections on which nothing came
 * @param dontLogNormal leaves out what went well: not tried twice, not cut off, and no 5xx
 * @param separateErrors gives everything else the level err
 */
public record SessionRule(boolean dontLogNull, boolean dontLogNormal, boolean separateErrors) {
  /** All of them, at the level info. */
  public static final SessionRule ALL = new SessionRule(false, false, false);

  /** Whether it is logged. */
  public boolean logs(SessionRecord session) {
    if (dontLogNull && session.bytesIn() == 0) {
      return false;
    }
    return !dontLogNormal || wentWrong(session);
  }

  /** How much it matters. */
  public LogLevel level(SessionRecord session) {
    return separateErrors && wentWrong(session) ? LogLevel.ERR : LogLevel.INFO;
  }

  /** Whether a failed handshake is logged; HAProxy's dontlognull leaves out the late ones too. */
  public boolean logs(FailedHandshake handshake) {
    return !dontLogNull || handshake.cause() == FailedHandshake.Cause.REFUSED;
  }

  /** How much failed handshakes matter. */
  public LogLevel handshakeLevel() {
    return separateErrors ? LogLevel.ERR : LogLevel.INFO;
  }

  private static boolean wentWrong(SessionRecord session) {
    EndedBy by = session.termination().by();
    return (by != EndedBy.NOBODY && by != EndedBy.LOCAL)
        || session.tries() > 1
        || (session.mode() == FrontendMode.HTTP && session.status() >= 500);
  }
}
