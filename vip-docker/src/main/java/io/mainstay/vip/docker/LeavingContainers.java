package io.mainstay.vip.docker;

import com.github.dockerjava.api.model.Event;
import com.github.dockerjava.api.model.EventActor;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Containers that were asked to end and still run, as the Engine's list does not tell. A server
 * that finishes its work first gets no new request meanwhile. Safe for many threads.
 */
final class LeavingContainers {

  /** What ignores the signal for longer means to stay. */
  static final long LEAVING_NANOS = 60_000_000_000L;

  private static final String TERM = "15";

  private final Map<String, Long> untilNanos = new ConcurrentHashMap<>();

  void on(Event event, long nowNanos) {
    @Nullable EventActor actor = event.getActor();
    @Nullable String action = event.getAction();
    @Nullable String id = actor == null ? null : actor.getId();
    if (actor == null || action == null || id == null) {
      return;
    }
    @Nullable Map<String, String> attributes = actor.getAttributes();
    if (action.equals("kill") && attributes != null && TERM.equals(attributes.get("signal"))) {
      untilNanos.put(id, nowNanos + LEAVING_NANOS);
    } else if (action.equals("start") || action.equals("destroy")) {
      untilNanos.remove(id);
    }
  }

  boolean isLeaving(String id, long nowNanos) {
    Long until = untilNanos.get(id);
    if (until == null) {
      return false;
    }
    if (until - nowNanos <= 0) {
      untilNanos.remove(id, until);
      return false;
    }
    return true;
  }
}
