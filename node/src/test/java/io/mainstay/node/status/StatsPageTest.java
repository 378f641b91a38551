package io.mainstay.node.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.mainstay.node.config.StatusListener;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class StatsPageTest {
  static final String EVIL = "<script>document.title='owned'</script>\"'&";

  private static String page(NodeSnapshot node) {
    return StatsPage.answer(node, Snapshots.listener("/stats"), true).body();
  }

  @Test
  void shouldSayWhoIsMasterAndWhy() {
    assertThat(page(Snapshots.named("web", "no master was heard")))
        .contains("<b class=\"state up\">MASTER</b>")
        .contains("<dt>Why</dt>\n<dd>no master was heard</dd>")
        .contains("<dd>90 of 100: web lowers it</dd>")
        .contains("<dd>web has 1 of 2 servers</dd>");
  }

  @Test
  void shouldSayWhatTheLastCheckOfAServerSaw() {
    assertThat(page(Snapshots.named("web", "Connection refused")))
        .contains("<b class=\"state down\">DOWN</b>\n<span class=\"quiet\">for 2m 5s</span>")
        .contains("<td data-label=\"Last check\">L4CON in 0 ms: Connection refused</td>")
        .contains("<td data-label=\"Last check\">L7OK 200 in 1 ms: OK</td>")
        .contains("1 of 2 servers up");
  }

  @Test
  void shouldShowPercentilesAndNoAverages() {
    assertThat(page(Snapshots.named("web", "")))
        .contains("<td data-label=\"Whole\">1.2 ms / 9.5 ms</td>")
        .contains("<td data-label=\"Out\">25 MB</td>")
        .contains("<td data-label=\"Sessions\">7 / 20 / 500</td>");
  }

  @Test
  void shouldEscapeWhateverNamesAndServersSay() {
    String page = page(Snapshots.named(EVIL, EVIL + '\u0000'));

    assertThat(page)
        .doesNotContain("<script")
        .doesNotContain("\u0000")
        .contains("&lt;script&gt;document.title=&#39;owned&#39;&lt;/script&gt;&quot;&#39;&amp;");
  }

  @Test
  void shouldNeedNothingFromElsewhere() {
    assertThat(page(Snapshots.named("web", "")))
        .doesNotContain("<script")
        .doesNotContain("style=")
        .doesNotContain("src=")
        .doesNotContain("http://")
        .doesNotContain("https://")
        .doesNotContain("http-equiv=\"refresh\"");
  }

  @Test
  void shouldAskTheBrowserToComeBack() {
    StatusListener listener =
        new StatusListener(
            "status", List.of(), "/", List.of(), Duration.ofSeconds(10), "", Set.of());
    NodeSnapshot node = Snapshots.named("web", "");

    assertThat(StatsPage.answer(node, listener, true).body())
        .contains("<meta http-equiv=\"refresh\" content=\"10\">")
        .contains("<title>Mainstay</title>");
    assertThat(StatsPage.answer(node, listener, false).body()).doesNotContain("\"refresh\"");
  }
}
