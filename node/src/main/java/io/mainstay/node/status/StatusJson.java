package io.mainstay.node.status;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mainstay.health.CheckResult;
import io.mainstay.health.HealthSnapshot;
import io.mainstay.health.check.AgentReport;
import io.mainstay.node.log.LogTargetSnapshot;
import io.mainstay.node.notice.NoticeCounts;
import io.mainstay.node.peer.PeerSnapshot;
import io.mainstay.node.track.TrackerEffect;
import io.mainstay.node.track.TrackerState;
import io.mainstay.proxy.ActivitySnapshot;
import io.mainstay.proxy.BackendSnapshot;
import io.mainstay.proxy.FrontendSnapshot;
import io.mainstay.proxy.LatencySnapshot;
import io.mainstay.proxy.ProxySnapshot;
import io.mainstay.proxy.QueueSnapshot;
import io.mainstay.proxy.RateSnapshot;
import io.mainstay.proxy.ResponseCounts;
import io.mainstay.proxy.ServerSnapshot;
import io.mainstay.vip.VipSnapshot;
import io.mainstay.vrrp.VrrpCounters;
import io.mainstay.vrrp.VrrpSnapshot;
import io.mainstay.vrrp.engine.DurationQuantiles;
import io.mainstay.vrrp.engine.VrrpAgentSnapshot;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;

/**
 * A snapshot as JSON: who is master and why, who is up and why, and how much goes through. Names
 * that exist in HAProxy or keepalived are theirs. Pure.
 */
final class StatusJson {
  private StatusJson() {}

  static ObjectNode of(NodeSnapshot node) {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    root.put("node", node.node());
    root.put("uptimeSeconds", node.uptimeSeconds());
    node.election().ifPresent(election -> putElection(root, election));
    if (!node.peers().isEmpty()) {
      ArrayNode array = root.putArray("peers");
      node.peers().forEach(peer -> putPeer(array.addObject(), peer));
    }
    node.notices().ifPresent(notices -> putNotices(root.putObject("notices"), notices));
    if (!node.log().isEmpty()) {
      ArrayNode targets = root.putArray("log");
      node.log().forEach(target -> putLogTarget(targets.addObject(), target));
    }
    ProxySnapshot snapshot = node.proxy();
    root.put("loopLagMillis", snapshot.loopLagMillis());
    ArrayNode frontends = root.putArray("frontends");
    snapshot.frontends().forEach(frontend -> putFrontend(frontends.addObject(), frontend));
    ArrayNode backends = root.putArray("backends");
    snapshot.backends().forEach(backend -> putBackend(backends.addObject(), node, backend));
    return root;
  }

  private static void putNotices(ObjectNode json, NodeSnapshot.Told notices) {
    json.put("dropped", notices.dropped());
    ArrayNode array = json.putArray("receivers");
    for (NoticeCounts counts : notices.receivers()) {
      ObjectNode receiver = array.addObject();
      receiver.put("kind", counts.kind());
      receiver.put("name", counts.name());
      receiver.put("delivered", counts.delivered());
      receiver.put("failed", counts.failed());
      receiver.put("dropped", counts.dropped());
      receiver.put("waiting", counts.waiting());
      receiver.put("problem", counts.problem());
    }
  }

  private static void putLogTarget(ObjectNode json, LogTargetSnapshot target) {
    json.put("name", target.name());
    json.put("written", target.written());
    json.put("dropped", target.dropped());
    json.put("waiting", target.waiting());
    json.put("problem", target.problem());
  }

  private static void putPeer(ObjectNode json, PeerSnapshot peer) {
    json.put("name", peer.peer().name());
    json.put("address", SocketAddressText.of(peer.peer().address()));
    json.put("state", peer.state().name());
    json.put("since", peer.since().toString());
    json.put("deathDetectable", peer.deathDetectable());
    peer.roundTrip()
        .ifPresent(time -> json.put("roundTripMicros", NANOSECONDS.toMicros(time.toNanos())));
    peer.lastError().ifPresent(error -> json.put("lastError", error));
    ArrayNode warnings = json.putArray("warnings");
    peer.warnings().forEach(warnings::add);
  }

  private static void putFrontend(ObjectNode json, FrontendSnapshot frontend) {
    json.put("name", frontend.name());
    ArrayNode binds = json.putArray("binds");
    frontend.addresses().forEach(address -> binds.add(SocketAddressText.of(address)));
    json.put("listening", frontend.listening());
    json.put("connections", frontend.connections());
    json.put("currentConnections", frontend.currentConnections());
    json.put("requests", frontend.requests());
    json.put("refusedRequests", frontend.refusedRequests());
    json.put("clientAborts", frontend.clientAborts());
    json.put("bytesIn", frontend.bytesIn());
    json.put("bytesOut", frontend.bytesOut());
    putRates(json, frontend.rates());
    putTerminations(json, frontend.terminations());
    putResponses(json, frontend.responses());
  }

  private static void putRates(ObjectNode json, RateSnapshot rates) {
    json.put("smax", rates.mostConnections());
    json.put("slim", rates.connectionLimit());
    json.put("conn_rate", rates.connectionsPerSecond());
    json.put("conn_rate_max", rates.mostConnectionsPerSecond());
    json.put("req_rate", rates.requestsPerSecond());
    json.put("req_rate_max", rates.mostRequestsPerSecond());
  }

  /** Names are those of HAProxy's statistics; its times are averages, these are distributions. */
  private static void putActivity(ObjectNode json, ActivitySnapshot activity) {
    json.put("smax", activity.mostSessions());
    json.put("rate", activity.perSecond());
    json.put("rate_max", activity.mostPerSecond());
    json.put("bin", activity.bytesIn());
    json.put("bout", activity.bytesOut());
    json.put("cli_abrt", activity.clientAborts());
    json.put("srv_abrt", activity.serverAborts());
    json.put("wredis", activity.redispatches());
    json.put("lastsess", activity.secondsSinceLast());
    putTime(json.putObject("ctimeMicros"), activity.connectTime());
    putTime(json.putObject("rtimeMicros"), activity.firstByteTime());
    putTime(json.putObject("ttimeMicros"), activity.totalTime());
  }

  private static void putTime(ObjectNode json, LatencySnapshot time) {
    json.put("count", time.count());
    json.put("p50", time.p50Micros());
    json.put("p90", time.p90Micros());
    json.put("p99", time.p99Micros());
    json.put("p999", time.p999Micros());
    json.put("max", time.maxMicros());
  }

  private static void putBackend(ObjectNode json, NodeSnapshot node, BackendSnapshot backend) {
    json.put("name", backend.name());
    json.put("requests", backend.requests());
    json.put("currentRequests", backend.currentRequests());
    putResponses(json, backend.responses());
    putTime(json.putObject("totalTimeMicros"), backend.totalTime());
    putActivity(json, backend.activity());
    putQueue(json, backend.queue());
    ArrayNode servers = json.putArray("servers");
    backend
        .servers()
        .forEach(server -> putServer(servers.addObject(), node, backend.name(), server));
    ArrayNode leaving = json.putArray("leaving");
    backend.leaving().forEach(server -> putLeaving(leaving.addObject(), server));
  }

  /** A server that was removed and has something left. */
  private static void putLeaving(ObjectNode json, ServerSnapshot server) {
    json.put("name", server.name());
    json.put("address", SocketAddressText.of(server.address()));
    json.put("currentRequests", server.currentRequests());
    json.put("idleConnections", server.idleConnections());
  }

  private static void putServer(
      ObjectNode json, NodeSnapshot node, String backend, ServerSnapshot server) {
    json.put("name", server.name());
    json.put("address", SocketAddressText.of(server.address()));
    json.put("weight", server.weight());
    json.put("state", server.state().name());
    json.put("admin", server.admin().name());
    NodeSnapshot.ServerHealth known = node.server(backend, server.name());
    known.check().ifPresent(check -> putCheck(json.putObject("check"), check, node.healthNanos()));
    if (known.asked().isPresent() || known.agent().isPresent()) {
      ObjectNode agent = json.putObject("agent");
      known.asked().ifPresent(asked -> putAsked(agent, asked.lastResult()));
      known.agent().ifPresent(said -> putAgent(agent, said));
    }
    json.put("maxconn", server.maxConn());
    putQueue(json, server.queue());
    json.put("requests", server.requests());
    json.put("currentRequests", server.currentRequests());
    json.put("connections", server.connections());
    json.put("idleConnections", server.idleConnections());
    json.put("reuses", server.reuses());
    json.put("connectionErrors", server.connectionErrors());
    json.put("responseErrors", server.responseErrors());
    json.put("retries", server.retries());
    putActivity(json, server.activity());
    putResponses(json, server.responses());
  }

  private static void putCheck(ObjectNode json, HealthSnapshot check, long nowNanos) {
    json.put("target", check.target().name());
    json.put("status", check.status());
    json.put("code", check.lastResult().code().name());
    if (check.lastResult().status() != CheckResult.NO_STATUS) {
      json.put("httpStatus", check.lastResult().status());
    }
    json.put("description", check.lastResult().description());
    if (!check.lastResult().warning().isEmpty()) {
      json.put("warning", check.lastResult().warning());
    }
    json.put("durationMicros", NANOSECONDS.toMicros(check.lastResult().durationNanos()));
    json.put("sinceSeconds", NANOSECONDS.toSeconds(nowNanos - check.sinceNanos()));
    json.put("downtimeSeconds", NANOSECONDS.toSeconds(check.downtimeNanos(nowNanos)));
    json.put("failedWhileUp", check.counts().failedWhileUp());
    json.put("downs", check.counts().downs());
  }

  /** How asking an agent went the last time. */
  private static void putAsked(ObjectNode json, CheckResult asked) {
    json.put("code", asked.code().name());
    json.put("description", asked.description());
    json.put("durationMicros", NANOSECONDS.toMicros(asked.durationNanos()));
  }

  /** What an agent has said, as far as it said anything. */
  private static void putAgent(ObjectNode json, AgentReport agent) {
    agent.operation().ifPresent(said -> json.put("operation", said.name()));
    agent.admin().ifPresent(said -> json.put("admin", said.name()));
    agent.weightPercent().ifPresent(said -> json.put("weightPercent", said));
    agent.maxConn().ifPresent(said -> json.put("maxconn", said));
    json.put("reason", agent.reason());
  }

  /** Who waits for a server, in the words of HAProxy's statistics. */
  private static void putQueue(ObjectNode json, QueueSnapshot queue) {
    json.put("qcur", queue.current());
    json.put("qmax", queue.most());
    json.put("qlimit", queue.limit());
    ObjectNode time = json.putObject("qtimeMicros");
    time.put("count", queue.time().count());
    time.put("p50", queue.time().p50Micros());
    time.put("p99", queue.time().p99Micros());
    time.put("max", queue.time().maxMicros());
  }

  /** How exchanges ended, in HAProxy's two letters. */
  private static void putTerminations(ObjectNode json, Map<String, Long> terminations) {
    ObjectNode object = json.putObject("terminations");
    terminations.forEach(object::put);
  }

  private static void putResponses(ObjectNode json, ResponseCounts responses) {
    ObjectNode object = json.putObject("responses");
    object.put("1xx", responses.informational());
    object.put("2xx", responses.successful());
    object.put("3xx", responses.redirections());
    object.put("4xx", responses.clientErrors());
    object.put("5xx", responses.serverErrors());
    object.put("other", responses.other());
  }

  private static void putElection(ObjectNode root, NodeSnapshot.Election election) {
    ArrayNode array = root.putArray("routers");
    election.routers().forEach(router -> putRouter(array.addObject(), router));
    ObjectNode agent = root.putObject("vrrp");
    VrrpAgentSnapshot measured = election.agent();
    agent.put("priority", election.priority().word());
    agent.put("longestStallMillis", measured.longestGap().toMillis());
    putQuantiles(agent.putObject("dutyCycleMicros"), measured.dutyCycle());
    putQuantiles(agent.putObject("advertisementLatenessMicros"), measured.advertisementLateness());
    ObjectNode rejected = agent.putObject("rejected");
    measured.rejected().forEach((reason, count) -> rejected.put(reason.name(), count));
  }

  private static void putQuantiles(ObjectNode json, DurationQuantiles durations) {
    json.put("count", durations.count());
    json.put("p50", NANOSECONDS.toMicros(durations.p50Nanos()));
    json.put("p99", NANOSECONDS.toMicros(durations.p99Nanos()));
    json.put("p999", NANOSECONDS.toMicros(durations.p999Nanos()));
    json.put("max", NANOSECONDS.toMicros(durations.maxNanos()));
  }

  private static void putRouter(ObjectNode json, RouterStatus status) {
    VrrpSnapshot vrrp = status.vrrp();
    json.put("name", vrrp.router().name());
    json.put("state", vrrp.state().name());
    json.put("since", vrrp.since().toString());
    json.put("reason", vrrp.reason());
    ArrayNode warnings = json.putArray("warnings");
    vrrp.warnings().forEach(warnings::add);
    status.duplicate().ifPresent(warnings::add);
    ObjectNode priority = json.putObject("priority");
    priority.put("configured", vrrp.router().priority());
    priority.put("effective", vrrp.effectivePriority());
    priority.put("reason", vrrp.priorityReason());
    ArrayNode reasons = priority.putArray("reasons");
    status.reasons().forEach(reasons::add);
    putTrackers(json.putArray("trackers"), status);
    json.put("interface", vrrp.router().interfaceName());
    json.put("vrid", vrrp.router().vrid());
    json.put("version", vrrp.router().version().number());
    json.put("advertisementIntervalMillis", vrrp.router().advertisementInterval().toMillis());
    ObjectNode master = json.putObject("master");
    master.put("address", vrrp.masterAddress().map(InetAddress::getHostAddress).orElse(null));
    master.put("priority", vrrp.masterPriority());
    json.put("addressesInstalled", vrrp.addressesInstalled());
    ArrayNode addresses = json.putArray("addresses");
    for (int i = 0; i < status.config().addresses().size(); i++) {
      ObjectNode address = addresses.addObject();
      var virtual = status.config().addresses().get(i);
      address.put("address", virtual.address().getHostAddress() + "/" + virtual.prefixLength());
      int index = i;
      status.addresses().ifPresent(vip -> putPresence(address, vip.addresses().get(index)));
    }
    putCounters(json.putObject("counters"), vrrp.counters());
  }

  private static void putTrackers(ArrayNode json, RouterStatus router) {
    List<TrackerState> states = router.trackers();
    for (int i = 0; i < states.size(); i++) {
      TrackerState state = states.get(i);
      ObjectNode tracker = json.addObject();
      tracker.put("name", state.name());
      tracker.put("tracks", router.config().trackers().get(i).subject().text());
      tracker.put("ok", state.ok());
      if (state.effect() instanceof TrackerEffect.Weight weight) {
        tracker.put("effect", "weight");
        tracker.put("weight", weight.points());
        tracker.put("added", state.added());
      } else {
        tracker.put("effect", "fault");
      }
      tracker.put("description", state.detail());
    }
  }

  private static void putPresence(ObjectNode json, VipSnapshot.Address address) {
    json.put("presence", address.presence().name());
    if (address.problem() != null) {
      json.put("failures", address.failures());
      json.put("problem", address.problem());
    }
  }

  private static void putCounters(ObjectNode json, VrrpCounters counters) {
    json.put("advertisementsSent", counters.advertisementsSent());
    json.put("advertisementsReceived", counters.advertisementsReceived());
    json.put("resignationsSent", counters.resignationsSent());
    json.put("resignationsReceived", counters.resignationsReceived());
    json.put("promotions", counters.promotions());
    json.put("sendFailures", counters.sendFailures());
    json.put("announcements", counters.announcements());
    json.put("announcementFailures", counters.announcementFailures());
    json.put("otherGroupAdvertisements", counters.otherGroupAdvertisements());
    ObjectNode rejected = json.putObject("rejected");
    counters.rejected().forEach((reason, count) -> rejected.put(reason.name(), count));
  }
}
