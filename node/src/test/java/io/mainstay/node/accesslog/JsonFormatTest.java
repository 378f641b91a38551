package io.mainstay.node.accesslog;

import static io.mainstay.node.accesslog.Sessions.GOOD;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mainstay.proxy.FailedHandshake;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;

class JsonFormatTest {
  private static final String LINE =
      "{\"time\":\"2009-02-06T12:14:14.655Z\",\"mode\":\"http\",\"tls\":false,"
          + "\"client\":\"10.0.1.2\",\"client_port\":33317,\"frontend\":\"web\","
          + "\"backend\":\"app\",\"server\":\"web1\",\"method\":\"GET\","
          + "\"target\":\"/index.html\",\"version\":\"HTTP/1.1\",\"status\":200,"
          + "\"termination\":\"--\",\"bytes_in\":42,\"bytes_out\":2750,"
          + "\"request_ms\":10.999,\"queue_ms\":0.999,\"connect_ms\":30.999,"
          + "\"response_ms\":69.999,\"total_ms\":109.999,\"retries\":0,\"redispatched\":false,"
          + "\"connections\":4,\"frontend_connections\":3,\"backend_sessions\":2,"
          + "\"server_sessions\":1,\"server_queue\":0,\"backend_queue\":0}";

  @Test
  void shouldWriteOneFlatObject() {
    assertThat(HaproxyFormatTest.line(LogFormat.JSON, GOOD)).isEqualTo(LINE);
  }

  @Test
  void shouldBeJsonWhateverTheClientWrote() throws Exception {
    String target = "/\"\\\u0001\u00e9\u007f";
    JsonNode json = json(GOOD.asking("GET " + target + " HTTP/1.1"));
    assertThat(json.get("target").asText()).isEqualTo(target);
    assertThat(json.get("version").asText()).isEqualTo("HTTP/1.1");
  }

  @Test
  void shouldHaveNullForWhatIsNotThere() throws Exception {
    JsonNode json =
        json(GOOD.ended("cR", 408).server("").asking("").took("-1 -1 -1 -1 5").tried(0, false));
    for (String name : new String[] {"server", "method", "target", "version", "queue_ms"}) {
      assertThat(json.get(name).isNull()).as(name).isTrue();
    }
    assertThat(json.get("retries").asInt()).isZero();
    JsonNode cut = json(GOOD.asking("GET /a-line-that-was-cut"));
    assertThat(cut.get("target").asText()).isEqualTo("/a-line-that-was-cut");
    assertThat(cut.get("version").isNull()).isTrue();
  }

  @Test
  void shouldWriteFailedHandshakes() {
    assertThat(HaproxyFormatTest.handshake(LogFormat.JSON, FailedHandshake.Cause.REFUSED))
        .isEqualTo(
            "{\"time\":\"2009-02-06T12:14:14.655Z\",\"client\":\"10.0.1.2\",\"client_port\":33317,"
                + "\"frontend\":\"web\",\"bind\":\"https\",\"handshake\":\"refused\","
                + "\"reason\":\"NO_SHARED_CIPHER\"}");
  }

  @Test
  void shouldWriteMessagesToo() throws Exception {
    LineBuffer line = new LineBuffer(16);
    LogFormat.JSON
        .in(ZoneId.of("UTC"))
        .message(new LogMessage(LogLevel.NOTICE, "a \"b\""), 0, line);
    assertThat(line.toString())
        .isEqualTo(
            "{\"time\":\"1970-01-01T00:00:00.000Z\",\"level\":\"notice\",\"message\":\"a \\\"b\\\"\"}");
  }

  private static JsonNode json(Sessions session) throws Exception {
    return new ObjectMapper().readTree(HaproxyFormatTest.line(LogFormat.JSON, session));
  }
}
