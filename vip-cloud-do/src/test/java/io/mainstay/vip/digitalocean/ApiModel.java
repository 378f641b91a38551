package io.mainstay.vip.digitalocean;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The part of DigitalOcean's API that moves addresses, as it behaves in truth: actions take their
 * time and lock the address, the last one wins, requests are counted by token. Time is a parameter.
 */
final class ApiModel {

  static final int BURST_PER_MINUTE = 250;
  static final int PER_HOUR = 5000;
  private static final long SECOND_NANOS = 1_000_000_000L;
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern ADDRESS =
      Pattern.compile("/v2/(reserved_ips|floating_ips|reserved_ipv6)/([^/]+)(/actions(/\\d+)?)?");
  private static final Pattern ACTION = Pattern.compile("/v2/actions/(\\d+)");

  record Reply(int status, Map<String, String> headers, String body) {}

  /** A request that was carried out or refused, in the order of arrival. */
  record Seen(long atNanos, String method, String path, String body, int status) {}

  private static final class Ip {
    final boolean ipv6;
    @Nullable Long droplet;
    @Nullable Action pending;

    Ip(boolean ipv6) {
      this.ipv6 = ipv6;
    }
  }

  private static final class Action {
    final long id;
    final @Nullable Long target;
    final long endsAtNanos;
    final boolean errors;
    String status = "in-progress";

    Action(long id, @Nullable Long target, long endsAtNanos, boolean errors) {
      this.id = id;
      this.target = target;
      this.endsAtNanos = endsAtNanos;
      this.errors = errors;
    }
  }

  private final String authorization;
  private final Map<String, Ip> ips = new LinkedHashMap<>();
  private final Map<Long, Action> actions = new HashMap<>();
  private final Set<Long> droplets = new HashSet<>();
  private final Deque<Long> countedNanos = new ArrayDeque<>();
  private final List<Seen> seen = new ArrayList<>();
  private long nextAction = 1_000;
  private int spentElsewhere;

  /** How long the next action takes; Long.MAX_VALUE for one that never ends. */
  LongSupplier actionNanos = () -> 3 * SECOND_NANOS;

  /** Whether the next action ends in error. */
  java.util.function.BooleanSupplier actionErrors = () -> false;

  ApiModel(String token) {
    authorization = "Bearer " + token;
  }

  synchronized ApiModel ip(String ip, @Nullable Long droplet) {
    Ip added = new Ip(ip.contains(":"));
    added.droplet = droplet;
    ips.put(ip, added);
    return this;
  }

  synchronized ApiModel droplets(long... ids) {
    for (long id : ids) {
      droplets.add(id);
    }
    return this;
  }

  /** Somebody else with the same token has spent so many of the hour's requests. */
  synchronized void spentElsewhere(int requests) {
    spentElsewhere = requests;
  }

  synchronized @Nullable Long holder(String ip, long nowNanos) {
    settle(nowNanos);
    return ip(ip).droplet;
  }

  synchronized boolean locked(String ip, long nowNanos) {
    settle(nowNanos);
    return ip(ip).pending != null;
  }

  /** Moves an address as another node would, beside all requests. */
  synchronized void assign(String ip, @Nullable Long droplet) {
    ip(ip).droplet = droplet;
  }

  /** Starts an action as another node would. */
  synchronized void begin(String ip, @Nullable Long target, long endsAtNanos) {
    begin(ip(ip), target, endsAtNanos, false);
  }

  synchronized List<Seen> seen() {
    return List.copyOf(seen);
  }

  synchronized long posts() {
    return seen.stream().filter(each -> each.method.equals("POST")).count();
  }

  private Ip ip(String ip) {
    Ip found = ips.get(ip);
    if (found == null) {
      throw new AssertionError("no such address in the model: " + ip);
    }
    return found;
  }

  synchronized Reply handle(
      String method, String path, @Nullable String auth, String body, long nowNanos) {
    settle(nowNanos);
    Reply reply = judged(method, path, auth, body, nowNanos);
    seen.add(new Seen(nowNanos, method, path, body, reply.status));
    return reply;
  }

  private Reply judged(
      String method, String path, @Nullable String auth, String body, long nowNanos) {
    if (!authorization.equals(auth)) {
      return error(401, "Unauthorized", "Unable to authenticate you", nowNanos);
    }
    while (!countedNanos.isEmpty() && nowNanos - countedNanos.peekFirst() > 3600 * SECOND_NANOS) {
      countedNanos.removeFirst();
    }
    long lastMinute =
        countedNanos.stream().filter(at -> nowNanos - at <= 60 * SECOND_NANOS).count();
    if (lastMinute >= BURST_PER_MINUTE || countedNanos.size() + spentElsewhere >= PER_HOUR) {
      Reply refused = error(429, "too_many_requests", "API Rate limit exceeded.", nowNanos);
      if (lastMinute >= BURST_PER_MINUTE) {
        refused.headers.put("retry-after", "30");
      }
      return refused;
    }
    countedNanos.addLast(nowNanos);
    return routed(method, path, body, nowNanos);
  }

  private Reply routed(String method, String path, String body, long nowNanos) {
    Matcher action = ACTION.matcher(path);
    if (action.matches()) {
      return read(actions.get(Long.parseLong(action.group(1))), nowNanos);
    }
    Matcher matcher = ADDRESS.matcher(path);
    @Nullable Ip ip = matcher.matches() ? ips.get(matcher.group(2)) : null;
    if (ip == null || ip.ipv6 != matcher.group(1).equals("reserved_ipv6")) {
      return notFound(nowNanos);
    }
    if (matcher.group(4) != null) {
      // The documented API reads an action of an IPv6 address among all actions only.
      return ip.ipv6
          ? notFound(nowNanos)
          : read(actions.get(Long.parseLong(matcher.group(4).substring(1))), nowNanos);
    }
    if (matcher.group(3) == null) {
      return describe(matcher.group(1), matcher.group(2), ip, nowNanos);
    }
    return method.equals("POST") ? act(ip, body, nowNanos) : notFound(nowNanos);
  }

  private Reply act(Ip ip, String body, long nowNanos) {
    JsonNode request;
    try {
      request = JSON.readTree(body);
    } catch (JsonProcessingException e) {
      return error(400, "bad_request", "unparseable", nowNanos);
    }
    if (ip.pending != null) {
      return unprocessable("The floating IP already has a pending event.", nowNanos);
    }
    @Nullable Long target = null;
    if (request.path("type").asText().equals("assign")) {
      target = request.path("droplet_id").asLong();
      long wanted = target;
      if (!droplets.contains(target)) {
        return notFound(nowNanos);
      }
      if (target.equals(ip.droplet)) {
        return unprocessable("The reserved IP is already assigned to that droplet.", nowNanos);
      }
      boolean other =
          ips.values().stream()
              .anyMatch(
                  each ->
                      each != ip
                          && each.ipv6 == ip.ipv6
                          && Long.valueOf(wanted).equals(each.droplet));
      if (other) {
        return unprocessable("Droplet already has a reserved IP.", nowNanos);
      }
    }
    Action started = begin(ip, target, endOf(nowNanos), actionErrors.getAsBoolean());
    Reply created = read(started, nowNanos);
    return new Reply(201, created.headers, created.body);
  }

  private long endOf(long nowNanos) {
    long nanos = actionNanos.getAsLong();
    return nanos == Long.MAX_VALUE ? Long.MAX_VALUE : nowNanos + nanos;
  }

  private Action begin(Ip ip, @Nullable Long target, long endsAtNanos, boolean errors) {
    Action action = new Action(nextAction++, target, endsAtNanos, errors);
    actions.put(action.id, action);
    ip.pending = action;
    return action;
  }

  private void settle(long nowNanos) {
    for (Ip ip : ips.values()) {
      Action pending = ip.pending;
      if (pending != null && pending.endsAtNanos <= nowNanos) {
        pending.status = pending.errors ? "errored" : "completed";
        if (!pending.errors) {
          ip.droplet = pending.target;
        }
        ip.pending = null;
      }
    }
  }

  private Reply read(@Nullable Action action, long nowNanos) {
    if (action == null) {
      return notFound(nowNanos);
    }
    return new Reply(
        200,
        headers(nowNanos),
        text(
            """
        {"action":{"id":%d,"status":"%s","type":"assign_ip","started_at":"2026-11-12T17:51:03Z",
         "completed_at":null,"resource_id":758604968,"resource_type":"reserved_ip",
         "region":{"name":"New York 3","slug":"nyc3","features":["ipv6"]},"region_slug":"nyc3"}}
        """,
            action.id, action.status));
  }

  private Reply describe(String resource, String ip, Ip state, long nowNanos) {
    String key =
        resource.equals("reserved_ipv6") ? resource : resource.substring(0, resource.length() - 1);
    String droplet =
        state.droplet == null
            ? "null"
            : text(
                "{\"id\":%d,\"name\":\"lb\",\"locked\":false,\"networks\":{\"v4\":[]}}",
                state.droplet);
    String lock = state.ipv6 ? "" : ",\"locked\":" + (state.pending != null);
    return new Reply(
        200,
        headers(nowNanos),
        text(
            "{\"%s\":{\"ip\":\"%s\",\"droplet\":%s,\"region_slug\":\"nyc3\",\"new_field\":[{}]%s}}",
            key, ip, droplet, lock));
  }

  private static String text(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }

  private Reply notFound(long nowNanos) {
    return error(404, "not_found", "The resource you requested could not be found.", nowNanos);
  }

  private Reply unprocessable(String message, long nowNanos) {
    return error(422, "unprocessable_entity", message, nowNanos);
  }

  private Reply error(int status, String id, String message, long nowNanos) {
    return new Reply(
        status,
        headers(nowNanos),
        text("{\"id\":\"%s\",\"message\":\"%s\",\"request_id\":\"4d9d8375\"}", id, message));
  }

  private Map<String, String> headers(long nowNanos) {
    Map<String, String> headers = new HashMap<>();
    headers.put("ratelimit-limit", Integer.toString(PER_HOUR));
    headers.put(
        "ratelimit-remaining",
        Integer.toString(Math.max(0, PER_HOUR - countedNanos.size() - spentElsewhere)));
    long oldest = countedNanos.isEmpty() ? nowNanos : countedNanos.peekFirst();
    headers.put(
        "ratelimit-reset",
        Long.toString(VirtualTime.START_EPOCH_SECONDS + oldest / SECOND_NANOS + 3600));
    return headers;
  }
}
