package io.mainstay.node.notice;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/**
 * Where events are posted to.
 *
 * @param name what logs and status call it
 * @param url a secret: who knows it may post
 * @param channel of Slack's format, the channel to post to; empty for the webhook's own
 * @param events those it wants
 * @param timeout for one attempt, from connecting to the whole answer
 */
public record Webhook(
    String name,
    URI url,
    Format format,
    Optional<String> channel,
    EventFilter events,
    Duration timeout) {

  /** What is posted. */
  public enum Format {
    /** {@code {"text": …}}, for Slack and what understands the same. */
    SLACK,
    /** The event as in a stream. */
    JSON
  }

  /** Without the URL. */
  @Override
  public String toString() {
    return "webhook " + name;
  }
}
