package io.mainstay.node.status;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.mainstay.node.config.StatusListener;
import io.mainstay.proxy.stats.StatsTable;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What one listener answers: the page at {@code /} and its uri, the same as CSV at {@code uri;csv},
 * as JSON at {@code /status}, and as metrics at {@code /metrics}. Each answer is written from one
 * snapshot. Any thread.
 */
public final class StatusAnswers {
  private static final String JSON_PATH = "/status";
  private static final String METRICS_PATH = "/metrics";
  private static final String CSV = ";csv";
  private static final String NO_REFRESH = ";norefresh";
  private static final Set<String> OTHERS = Set.of(JSON_PATH, METRICS_PATH);
  private static final Set<String> METHODS = Set.of("GET", "HEAD");

  private final StatusListener listener;
  private final BasicAuth auth;
  private final Supplier<NodeSnapshot> node;
  private final ObjectMapper mapper = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  /**
   * The answers of one listener.
   *
   * @param node takes a snapshot; called once for each answer that needs one
   */
  public StatusAnswers(StatusListener listener, Supplier<NodeSnapshot> node) {
    this.listener = listener;
    this.auth = new BasicAuth(listener.users());
    this.node = node;
  }

  /**
   * Answers one request.
   *
   * @param target path and query as they came
   * @param authorization the field of that name, or null without one
   */
  Answer answer(String method, String target, @Nullable String authorization) {
    if (!auth.allows(authorization)) {
      return Answer.refused(
          401,
          "name and password, please\n",
          "WWW-Authenticate",
          "Basic realm=\"Mainstay\", charset=\"UTF-8\"");
    }
    boolean page = target.equals("/") || isPage(target);
    if (!page && !OTHERS.contains(path(target))) {
      return new Answer(
          404,
          Answer.TEXT,
          "try " + listener.uri() + ", " + JSON_PATH + " or " + METRICS_PATH + "\n",
          Map.of());
    }
    if (!METHODS.contains(method)) {
      return Answer.refused(405, "GET only\n", "Allow", "GET, HEAD");
    }
    NodeSnapshot snapshot = node.get().within(listener.scope());
    if (!page) {
      return path(target).equals(JSON_PATH) ? json(snapshot) : Metrics.answer(snapshot);
    }
    return target.contains(CSV)
        ? Answer.ok(Answer.TEXT, StatsTable.csv(StatsLine.rows(snapshot)))
        : StatsPage.answer(snapshot, listener, !target.contains(NO_REFRESH));
  }

  private static String path(String target) {
    int query = target.indexOf('?');
    return query < 0 ? target : target.substring(0, query);
  }

  /** HAProxy puts what is wanted of the page behind its uri. */
  private boolean isPage(String target) {
    String rest =
        target.startsWith(listener.uri()) ? target.substring(listener.uri().length()) : "-";
    return rest.isEmpty() || rest.startsWith(";") || rest.startsWith("?");
  }

  private Answer json(NodeSnapshot snapshot) {
    try {
      return Answer.ok(
          "application/json", mapper.writeValueAsString(StatusJson.of(snapshot)) + "\n");
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
