package io.mainstay.benchmarks.underload;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLConnection;
import java.util.Optional;

/** The status of a Mainstay node. */
record Status(JsonNode json) {
  private static final JsonMapper MAPPER = new JsonMapper();
  private static final int LIMIT_MILLIS = 5000;

  /** Asks the node at this address; empty when it does not answer. */
  static Optional<Status> of(String address) {
    URI uri = URI.create("http://" + address + ":" + Configurations.STATUS_PORT + "/status");
    try {
      URLConnection connection = uri.toURL().openConnection();
      connection.setConnectTimeout(LIMIT_MILLIS);
      connection.setReadTimeout(LIMIT_MILLIS);
      try (InputStream answer = connection.getInputStream()) {
        return Optional.of(new Status(MAPPER.readTree(answer)));
      }
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Whether all routers are backups of host A. */
  boolean allHear() {
    for (JsonNode router : json.path("routers")) {
      if (!router.path("state").asText().equals("BACKUP")
          || !router.path("master").path("address").asText().equals(Configurations.A_ADDRESS)) {
        return false;
      }
    }
    return !json.path("routers").isEmpty();
  }

  /** Whether all routers are masters. */
  boolean allMaster() {
    for (JsonNode router : json.path("routers")) {
      if (!router.path("state").asText().equals("MASTER")) {
        return false;
      }
    }
    return !json.path("routers").isEmpty();
  }

  /** How often all routers together became master. */
  long promotions() {
    long promotions = 0;
    for (JsonNode router : json.path("routers")) {
      promotions += router.path("counters").path("promotions").asLong();
    }
    return promotions;
  }

  /** How many advertisements the routers rejected, or heard of nobody they know. */
  JsonNode vrrp() {
    return json.path("vrrp");
  }
}
