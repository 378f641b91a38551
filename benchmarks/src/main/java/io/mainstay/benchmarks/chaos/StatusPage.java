package io.mainstay.benchmarks.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** What the node says of itself. */
final class StatusPage {
  private static final byte[] REQUEST =
      Answers.ascii("GET /status HTTP/1.1\r\nHost: chaos\r\nConnection: close\r\n\r\n");

  private final int port;
  private final ObjectMapper mapper = new ObjectMapper();

  StatusPage(int port) {
    this.port = port;
  }

  JsonNode read() throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(10_000);
      socket.getOutputStream().write(REQUEST);
      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return mapper.readTree(answer.substring(answer.indexOf("\r\n\r\n") + 4));
    }
  }

  /**
   * What still runs, waits or is kept; empty when the node rests and knows all servers to be up.
   */
  List<String> unrest() throws IOException {
    List<String> unrest = new ArrayList<>();
    JsonNode status = read();
    for (JsonNode frontend : status.path("frontends")) {
      expectZero(frontend, "currentConnections", unrest);
    }
    for (JsonNode backend : status.path("backends")) {
      expectZero(backend, "currentRequests", unrest);
      expectZero(backend, "qcur", unrest);
      for (JsonNode server : backend.path("servers")) {
        expectZero(server, "currentRequests", unrest);
        expectZero(server, "qcur", unrest);
        expectZero(server, "idleConnections", unrest);
        if (!server.path("state").asText().equals("UP")) {
          unrest.add(server.path("name").asText() + " is " + server.path("state").asText());
        }
      }
    }
    return unrest;
  }

  private static void expectZero(JsonNode of, String field, List<String> unrest) {
    if (of.path(field).asLong(-1) != 0) {
      unrest.add(of.path("name").asText() + " has " + field + " " + of.path(field));
    }
  }
}
