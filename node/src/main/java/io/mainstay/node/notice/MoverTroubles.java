package io.mainstay.node.notice;

import io.mainstay.vip.VipEvent;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Tells the failures and recoveries of one router's movers from the steps of their daily work. */
public final class MoverTroubles {
  /** No trouble. */
  private static final String OK = "OK";

  private final Map<String, String> states = new ConcurrentHashMap<>();

  /** A turn for the worse or the better. */
  public record Change(String subject, String from, String to) {}

  /** What a step of a mover means; empty when it is nothing new. */
  public Optional<Change> onEvent(String router, VipEvent event) {
    String now =
        switch (event.kind()) {
          case HELD, RELEASED -> OK;
          case FAILED, REFUSED, TAKEN_AWAY -> event.kind().name();
          case ACQUIRING, RELEASING -> "";
        };
    if (now.isEmpty()) {
      return Optional.empty();
    }
    String subject =
        router
            + "/"
            + event.address().address().getHostAddress()
            + (event.mover().isEmpty() ? "" : "/" + event.mover());
    String before = states.put(subject, now);
    String from = before == null ? OK : before;
    return from.equals(now) ? Optional.empty() : Optional.of(new Change(subject, from, now));
  }
}
