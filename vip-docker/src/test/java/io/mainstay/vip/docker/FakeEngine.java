package io.mainstay.vip.docker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/**
 * An Engine with one dual-stack network {@code vip} that can be made to fail in every way: what a
 * real one answers, word for word, and what it cannot be made to answer.
 */
final class FakeEngine implements AutoCloseable {

  static final String NETWORK = "vip";
  private static final String NETWORK_ID = "2f4dc49394b0";
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final EngineListener.Reply NO_REPLY = new EngineListener.Reply("", false);

  /** Of a container on the network. */
  record Endpoint(String ipv4, String ipv6) {
    boolean isThere() {
      return !ipv4.isEmpty();
    }
  }

  static final Endpoint NOWHERE = new Endpoint("", "");

  private static final class Box {
    final String id;
    final String name;
    String status = "running";
    String health = "";
    Endpoint endpoint = NOWHERE;
    boolean onAnother = true;

    /** What a connect asked for that failed: the inspection shows it. */
    String claim = "";

    Map<String, String> labels = Map.of();

    Box(String id, String name) {
      this.id = id;
      this.name = name;
    }
  }

  private record Canned(String request, EngineListener.Reply reply) {}

  private final Map<String, Box> boxes = new LinkedHashMap<>();
  private final List<Canned> canned = new ArrayList<>();
  private final List<String> requests = new ArrayList<>();
  private final EngineListener listener;
  private String version = "1.41";
  private int chunkBytes;
  private boolean losing;
  private CountDownLatch hanging = new CountDownLatch(0);
  private CountDownLatch held = new CountDownLatch(0);
  private final CountDownLatch carriedOut = new CountDownLatch(1);
  private int nextAddress = 2;

  private interface Opening {
    EngineListener open(EngineListener.Handler handler) throws IOException;
  }

  private FakeEngine(Opening opening) throws IOException {
    listener = opening.open(this::answer);
  }

  static FakeEngine unix(Path folder) throws IOException {
    return new FakeEngine(handler -> EngineListener.unix(folder.resolve("docker.sock"), handler));
  }

  static FakeEngine tcp() throws IOException {
    return new FakeEngine(EngineListener::tcp);
  }

  URI address() {
    return listener.address();
  }

  /** A running container that is on another network only. */
  synchronized FakeEngine container(String name) {
    boxes.put(name, new Box(String.format(Locale.ROOT, "%064x", name.hashCode()), name));
    return this;
  }

  synchronized FakeEngine labels(String name, Map<String, String> labels) {
    box(name).labels = labels;
    return this;
  }

  synchronized void status(String name, String status) {
    box(name).status = status;
  }

  synchronized void health(String name, String health) {
    box(name).health = health;
  }

  synchronized void leaveOtherNetwork(String name) {
    box(name).onAnother = false;
  }

  synchronized void put(String name, String ipv4, String ipv6) {
    box(name).endpoint = new Endpoint(ipv4, ipv6);
  }

  synchronized void takeOff(String name) {
    box(name).endpoint = NOWHERE;
  }

  synchronized boolean has(String name, String address) {
    Endpoint endpoint = box(name).endpoint;
    return same(address, endpoint.ipv4) || same(address, endpoint.ipv6);
  }

  synchronized Endpoint endpoint(String name) {
    return box(name).endpoint;
  }

  /** What was asked, such as {@code POST /networks/vip/connect}, without version and query. */
  synchronized List<String> requests() {
    return List.copyOf(requests);
  }

  synchronized List<String> changes() {
    return requests.stream().filter(each -> each.startsWith("POST")).toList();
  }

  synchronized void forgetRequests() {
    requests.clear();
  }

  /** The next request that begins so gets this answer and is not carried out. */
  synchronized FakeEngine next(String request, int status, String message) {
    ObjectNode body = JSON.createObjectNode().put("message", message);
    canned.add(
        new Canned(request, new EngineListener.Reply(response(status, body.toString()), true)));
    return this;
  }

  /** The next such request is answered with 200 and this body. */
  synchronized FakeEngine nextBody(String request, String body) {
    canned.add(new Canned(request, new EngineListener.Reply(response(200, body), true)));
    return this;
  }

  /** The same with bytes, behind which the connection is closed. */
  synchronized FakeEngine nextRaw(String request, String answer) {
    canned.add(new Canned(request, new EngineListener.Reply(answer, false)));
    return this;
  }

  synchronized void version(String newest) {
    version = newest;
  }

  synchronized void chunks(int bytes) {
    chunkBytes = bytes;
  }

  synchronized void loseNextAnswer() {
    losing = true;
  }

  synchronized void hang() {
    hanging = new CountDownLatch(1);
  }

  synchronized void resume() {
    hanging.countDown();
  }

  /** The next change is carried out only when {@link #carryOut} is called, and never answered. */
  synchronized void hold() {
    held = new CountDownLatch(1);
  }

  /** Returns when the change that was held is carried out. */
  void carryOut() throws InterruptedException {
    held.countDown();
    carriedOut.await();
  }

  private EngineListener.Reply answer(String method, String target, String body) throws Exception {
    CountDownLatch gate;
    CountDownLatch holding;
    synchronized (this) {
      gate = hanging;
      holding = method.equals("POST") ? held : new CountDownLatch(0);
    }
    if (gate.getCount() > 0) {
      gate.await();
      return NO_REPLY;
    }
    boolean late = holding.getCount() > 0;
    holding.await();
    synchronized (this) {
      EngineListener.Reply reply = answerNow(method, target, body);
      if (late) {
        carriedOut.countDown();
      }
      return late ? NO_REPLY : reply;
    }
  }

  private EngineListener.Reply answerNow(String method, String target, String body)
      throws IOException {
    String path = target.replaceFirst("\\?.*", "");
    String plain = path.replaceFirst("^/v[0-9.]+", "");
    String asked = path.equals(plain) ? "" : path.substring(2, path.length() - plain.length());
    String request = method + " " + plain;
    requests.add(request);
    for (Canned each : canned) {
      if (request.startsWith(each.request)) {
        canned.remove(each);
        return each.reply;
      }
    }
    String answer =
        asked.isEmpty() || spoken(asked)
            ? route(method, plain, body)
            : message(400, "client version " + asked + " is too new. Maximum is " + version);
    if (losing && method.equals("POST")) {
      losing = false;
      return NO_REPLY;
    }
    return new EngineListener.Reply(answer, true);
  }

  private boolean spoken(String asked) {
    return Integer.parseInt(asked.substring(asked.indexOf('.') + 1))
        <= Integer.parseInt(version.substring(version.indexOf('.') + 1));
  }

  private String route(String method, String path, String body) throws IOException {
    if (path.equals("/_ping")) {
      return response(200, "OK");
    }
    if (path.equals("/events")) { // silent, and without end
      return "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
    }
    if (path.equals("/containers/json")) {
      return response(200, list().toString());
    }
    if (path.startsWith("/containers/")) {
      String name = path.split("/")[2];
      return find(name)
          .map(box -> response(200, inspection(box).toString()))
          .orElseGet(() -> message(404, "No such container: " + name));
    }
    return method.equals("POST")
        ? change(path, JSON.readTree(body))
        : message(404, "page not found");
  }

  private String change(String path, JsonNode body) {
    String network = path.split("/")[2];
    if (!network.equals(NETWORK) && !network.equals(NETWORK_ID)) {
      return message(404, "network " + network + " not found");
    }
    String name = body.path("Container").asText();
    return find(name)
        .map(
            box ->
                path.endsWith("/connect")
                    ? connect(box, body.path("EndpointConfig").path("IPAMConfig"))
                    : disconnect(box))
        .orElseGet(() -> message(404, "No such container: " + name));
  }

  private String connect(Box box, JsonNode asked) {
    if (box.endpoint.isThere()) {
      return message(403, "endpoint with name " + box.name + " already exists in network vip");
    }
    String ipv4 = asked.path("IPv4Address").asText("");
    String ipv6 = asked.path("IPv6Address").asText("");
    for (Box other : boxes.values()) {
      boolean taken = other.endpoint.isThere() && other.status.equals("running");
      if (taken && (same(ipv4, other.endpoint.ipv4) || same(ipv6, other.endpoint.ipv6))) {
        box.claim = ipv4;
        return message(403, "Address already in use");
      }
    }
    int any = nextAddress++;
    box.endpoint =
        new Endpoint(
            ipv4.isEmpty() ? "10.231.7." + any : ipv4,
            ipv6.isEmpty() ? "fd00:231:7::" + any : ipv6);
    return response(200, "");
  }

  private String disconnect(Box box) {
    if (!box.endpoint.isThere()) {
      return message(500, "container " + box.id + " is not connected to network vip");
    }
    box.endpoint = NOWHERE;
    return response(200, "");
  }

  private static boolean same(String one, String other) {
    return !one.isEmpty() && !other.isEmpty() && Literal.of(one).equals(Literal.of(other));
  }

  private Box box(String name) {
    return find(name).orElseThrow();
  }

  private Optional<Box> find(String nameOrId) {
    return boxes.values().stream()
        .filter(box -> box.name.equals(nameOrId) || box.id.startsWith(nameOrId))
        .findFirst();
  }

  private ObjectNode inspection(Box box) {
    ObjectNode json = JSON.createObjectNode().put("Id", box.id).put("Name", "/" + box.name);
    ObjectNode state = json.putObject("State").put("Status", box.status).put("ExitCode", 137);
    if (!box.health.isEmpty()) {
      state
          .putObject("Health")
          .put("Status", box.health)
          .putArray("Log")
          .addObject()
          .put("Output", "first line\nsecond\u0007 line\n");
    }
    networks(json, box);
    return json;
  }

  private ArrayNode list() {
    ArrayNode list = JSON.createArrayNode();
    for (Box box : boxes.values()) {
      if (box.endpoint.isThere() || !box.labels.isEmpty()) {
        ObjectNode json = list.addObject().put("Id", box.id).put("State", box.status);
        json.putArray("Names").add("/" + box.name);
        ObjectNode labels = json.putObject("Labels");
        box.labels.forEach(labels::put);
        networks(json, box);
      }
    }
    return list;
  }

  private static void networks(ObjectNode json, Box box) {
    ObjectNode networks = json.putObject("NetworkSettings").putObject("Networks");
    if (box.onAnother) {
      networks.putObject("back").put("NetworkID", "0827f4891028").put("IPAddress", "10.231.8.2");
    }
    if (!box.endpoint.isThere() && !box.claim.isEmpty()) {
      ObjectNode vip = networks.putObject(NETWORK).put("NetworkID", NETWORK_ID);
      vip.put("IPAddress", "").putObject("IPAMConfig").put("IPv4Address", box.claim);
    }
    if (box.endpoint.isThere()) {
      boolean runs = box.status.equals("running");
      ObjectNode vip = networks.putObject(NETWORK).put("NetworkID", NETWORK_ID);
      vip.putObject("IPAMConfig").put("IPv4Address", box.endpoint.ipv4).put("Unknown", true);
      vip.put("IPAddress", runs ? box.endpoint.ipv4 : "");
      vip.put("GlobalIPv6Address", runs ? box.endpoint.ipv6 : "");
    }
  }

  private String message(int status, String message) {
    return response(status, JSON.createObjectNode().put("message", message).toString());
  }

  private String response(int status, String body) {
    String head = "HTTP/1.1 " + status + " X\r\nApi-Version: " + version + "\r\n";
    head += "Content-Type: application/json\r\n";
    if (chunkBytes == 0) {
      int length = body.getBytes(StandardCharsets.UTF_8).length;
      return head + "Content-Length: " + length + "\r\n\r\n" + body;
    }
    StringBuilder chunked = new StringBuilder(head + "Transfer-Encoding: chunked\r\n\r\n");
    for (int i = 0; i < body.length(); i += chunkBytes) {
      String chunk = body.substring(i, Math.min(body.length(), i + chunkBytes));
      chunked
          .append(Integer.toHexString(chunk.length()))
          .append("\r\n")
          .append(chunk)
          .append("\r\n");
    }
    return chunked.append("0\r\n\r\n").toString();
  }

  @Override
  public void close() throws IOException {
    resume();
    held.countDown();
    listener.close();
  }
}
