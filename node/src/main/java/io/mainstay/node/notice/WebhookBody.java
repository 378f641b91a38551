package io.mainstay.node.notice;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** What is posted for an event. Pure. */
final class WebhookBody {
  private static final int TEXT_LIMIT = 3000;

  private WebhookBody() {}

  static String of(NodeEvent event, Webhook webhook) {
    if (webhook.format() == Webhook.Format.JSON) {
      return NodeEventJson.encode(event);
    }
    String text = event.toString();
    String cut = text.length() > TEXT_LIMIT ? text.substring(0, TEXT_LIMIT) + "…" : text;
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    // Slack reads <…> as a link or a mention of people.
    json.put("text", cut.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"));
    webhook.channel().ifPresent(channel -> json.put("channel", channel));
    return json.toString();
  }
}
