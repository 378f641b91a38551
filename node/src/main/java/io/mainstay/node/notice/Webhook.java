package io.mainstay.node.notice;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * Where events are posted to.
 *
 * @param name what logs and status call it
 * @param url a secret: who knows it may post
 * @param channel of Slack's format, the channel to post to; empty for the webhook's own
 * @param kinds the events it wants
 * @param timeout for one attempt, from connecting to the whole answer
 */
public record Webhook(
    String name,
    URI url,
    Format format,
    Optional<String> channel,
    Set<EventKind> kinds,
    Duration timeout) {

  /** What is posted. */
  public enum Format {
    /** {@code {"text": …}}, for Slack and what understands the same. */
    SLACK,
    /** The event as in a stream. */
    JSON
  }

  public Webhook {
    kinds = Set.copyOf(kinds);
  }

  /** Without the URL. */
  @Override
  public String toString() {
    return "webhook " + name;
  }
}
