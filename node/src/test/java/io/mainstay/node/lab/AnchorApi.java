package io.mainstay.node.lab;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/**
 * What a droplet asks of DigitalOcean, on its own loopback: who it is, where packets to its
 * reserved IP arrive, and the reserved IP, which is assigned at once.
 */
final class AnchorApi {
  static final int PORT = 8079;
  static final String RESERVED = "203.0.113.7";
  static final String ANCHOR = "10.17.0.5";

  private static final String DROPLET = "{\"id\":7}";
  private static volatile String holder = "null";

  private AnchorApi() {}

  /** Serves until it is killed. */
  public static void main(String[] args) throws Exception {
    InetSocketAddress here = new InetSocketAddress(InetAddress.getLoopbackAddress(), PORT);
    HttpServer server = HttpServer.create(here, 0);
    server.createContext("/", AnchorApi::answer);
    server.start();
  }

  private static void answer(HttpExchange exchange) throws IOException {
    String text =
        switch (exchange.getRequestURI().getPath()) {
          case "/metadata/v1/id" -> "7";
          case "/metadata/v1/interfaces/public/0/anchor_ipv4/address" -> ANCHOR;
          case "/metadata/v1/interfaces/public/0/anchor_ipv4/netmask" -> "255.255.0.0";
          case "/v2/reserved_ips/" + RESERVED ->
              "{\"reserved_ip\":{\"ip\":\""
                  + RESERVED
                  + "\",\"droplet\":"
                  + holder
                  + ",\"locked\":false}}";
          case "/v2/reserved_ips/" + RESERVED + "/actions" -> assigned();
          default -> "";
        };
    byte[] body = text.getBytes(StandardCharsets.US_ASCII);
    int status = body.length == 0 ? 404 : exchange.getRequestMethod().equals("POST") ? 201 : 200;
    exchange.getRequestBody().readAllBytes();
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    if (body.length > 0) {
      exchange.getResponseBody().write(body);
    }
    exchange.close();
  }

  private static String assigned() {
    holder = DROPLET;
    return "{\"action\":{\"id\":1,\"status\":\"completed\",\"type\":\"assign_ip\"}}";
  }
}
