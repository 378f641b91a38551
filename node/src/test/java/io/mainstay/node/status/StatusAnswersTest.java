package io.mainstay.node.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.mainstay.node.config.StatusListener;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StatusAnswersTest {
  private final NodeSnapshot node = Snapshots.named("web", "Connection refused");
  private int snapshots;

  private StatusAnswers answers(StatusListener listener) {
    return new StatusAnswers(
        listener,
        () -> {
          snapshots++;
          return node;
        });
  }

  private Answer get(StatusListener listener, String target) {
    return answers(listener).answer("GET", target, null);
  }

  private static String basic(String credentials) {
    return "Basic "
        + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/stats", "/stats?x", "/stats;norefresh"})
  void shouldShowThePageAtTheRootAndAtItsUri(String target) {
    Answer page = get(Snapshots.listener("/stats"), target);

    assertThat(page.code()).isEqualTo(200);
    assertThat(page.type()).isEqualTo("text/html; charset=utf-8");
    assertThat(page.fields().get("Content-Security-Policy")).startsWith("default-src 'none'");
    assertThat(snapshots).isEqualTo(1);
  }

  @Test
  void shouldUnderstandTheUriThatHaproxyHasByDefault() {
    StatusListener listener = Snapshots.listener("/haproxy?stats");

    assertThat(get(listener, "/haproxy?stats").type()).startsWith("text/html");
    assertThat(get(listener, "/haproxy?stats;csv").body()).startsWith("# pxname,svname,");
    assertThat(get(listener, "/haproxy").code()).isEqualTo(404);
  }

  @Test
  void shouldFillTheColumnsThatChecksKnow() {
    List<String> lines = get(Snapshots.listener("/stats"), "/stats;csv").body().lines().toList();

    List<String> titles = List.of(lines.get(0).substring(2).split(",", -1));
    String[] down = lines.get(3).split(",", -1);
    assertThat(lines).hasSize(5);
    assertThat(down[titles.indexOf("svname")]).isEqualTo("web2");
    assertThat(down[titles.indexOf("status")]).isEqualTo("DOWN");
    assertThat(down[titles.indexOf("check_status")]).isEqualTo("L4CON");
    assertThat(down[titles.indexOf("check_code")]).isEmpty();
    assertThat(down[titles.indexOf("check_duration")]).isEqualTo("0");
    assertThat(down[titles.indexOf("last_chk")]).isEqualTo("Connection refused");
    assertThat(down[titles.indexOf("chkfail")]).isEqualTo("3");
    assertThat(down[titles.indexOf("check_health")]).isEqualTo("0");
    assertThat(down[titles.indexOf("hanafail")]).isEmpty();
    assertThat(lines.get(2).split(",", -1)[titles.indexOf("check_code")]).isEqualTo("200");
  }

  @Test
  void shouldShowOnlyWhatIsInItsScope() {
    StatusListener other =
        new StatusListener(
            "status", List.of(), "/stats", List.of(), Duration.ZERO, "", Set.of("other"));

    assertThat(get(other, "/stats;csv").body().lines()).hasSize(1);
    assertThat(get(other, "/status").body()).contains("\"frontends\" : [ ]");
    assertThat(get(other, "/").body()).doesNotContain("web1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "PUT", "DELETE", "OPTIONS"})
  void shouldChangeNothingWhateverIsAsked(String method) {
    Answer refused = answers(Snapshots.listener("/stats")).answer(method, "/stats", null);

    assertThat(refused.code()).isEqualTo(405);
    assertThat(refused.fields()).containsEntry("Allow", "GET, HEAD");
    assertThat(snapshots).isZero();
  }

  @Test
  void shouldNameWhatThereIs() {
    Answer unknown = get(Snapshots.listener("/stats"), "/statsx");

    assertThat(unknown.code()).isEqualTo(404);
    assertThat(unknown.body()).isEqualTo("try /stats, /status or /metrics\n");
  }

  @Test
  void shouldAskForNameAndPassword() {
    StatusAnswers answers = answers(Snapshots.listener("/stats", "haproxy:passw0rd", "b:c:d"));

    assertThat(answers.answer("GET", "/stats", basic("haproxy:passw0rd")).code()).isEqualTo(200);
    assertThat(answers.answer("GET", "/status", basic("b:c:d")).code()).isEqualTo(200);
    for (String wrong :
        List.of(basic("haproxy:passw0rd "), basic("haproxy:"), basic(""), "Basic !", "Bearer x")) {
      Answer refused = answers.answer("GET", "/status", wrong);
      assertThat(refused.code()).as(wrong).isEqualTo(401);
      assertThat(refused.fields().get("WWW-Authenticate")).startsWith("Basic realm=");
    }
    assertThat(answers.answer("GET", "/nowhere", null).code()).isEqualTo(401);
  }
}
