package io.mainstay.node.notice;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Who is told of what.
 *
 * @param routers the commands of virtual routers, by the router's name
 * @param syncGroups the commands of sync groups, by the group's name
 * @param grace how long a stop of the node waits until all are told
 */
public record NoticeConfig(
    Map<String, NotifyHooks> routers,
    Map<String, NotifyHooks> syncGroups,
    List<Webhook> webhooks,
    List<EventStream> streams,
    Duration grace) {
  public NoticeConfig {
    routers = Map.copyOf(routers);
    syncGroups = Map.copyOf(syncGroups);
    webhooks = List.copyOf(webhooks);
    streams = List.copyOf(streams);
  }
}
