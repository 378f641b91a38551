package io.mainstay.node.log;

import io.mainstay.node.accesslog.SessionRule;
import io.mainstay.proxy.FailedHandshake;
import io.mainstay.proxy.SessionListener;
import io.mainstay.proxy.SessionRecord;
import java.util.List;

/**
 * Puts what becomes of one frontend's clients into the queues of its targets. Any event loop.
 *
 * @param rule what of it
 * @param lanes the targets' queues
 */
record FrontendLines(SessionRule rule, List<LogLane> lanes) implements SessionListener {
  @Override
  public void ended(SessionRecord session) {
    if (rule.logs(session)) {
      offer(new LogEntry.Session(session, rule));
    }
  }

  @Override
  public void handshakeFailed(FailedHandshake handshake) {
    if (rule.logs(handshake)) {
      offer(new LogEntry.Handshake(handshake, rule));
    }
  }

  private void offer(LogEntry entry) {
    // No iterator: this is the request path.
    for (int i = 0; i < lanes.size(); i++) {
      lanes.get(i).offer(entry);
    }
  }
}
