package io.mainstay.node.foreign.keepalived;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeepalivedWordsTest {
  private static List<String> words(String line) {
    return KeepalivedWords.split(line).tokens().stream()
        .map(token -> token.brace() ? "<" + token.text() + ">" : token.text())
        .toList();
  }

  @Test
  void shouldSplitBracesOffWordsAndEndAtComments() {
    assertThat(words("vrrp_instance VI_1{ # one")).containsExactly("vrrp_instance", "VI_1", "<{>");
    assertThat(words("group { a b } ! both")).containsExactly("group", "<{>", "a", "b", "<}>");
  }

  @Test
  void shouldKeepWhatQuotesKeep() {
    assertThat(words("script \"/bin/x 'a { # !' \\\" b\""))
        .containsExactly("script", "/bin/x 'a { # !' \" b");
    assertThat(words("auth_pass a\\#b")).containsExactly("auth_pass", "a#b");
  }

  @Test
  void shouldGoOnOnTheNextLineBehindABackslash() {
    assertThat(KeepalivedWords.split("script /bin/x \\").continued()).isTrue();
    assertThat(KeepalivedWords.split("script \"x").mistake()).isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "killall -0 haproxy",
        "/usr/bin/killall -0 haproxy",
        "pgrep haproxy",
        "pgrep -x haproxy",
        "pidof haproxy",
        "systemctl is-active --quiet haproxy",
        "/bin/sh -c 'kill -0 $(cat /run/haproxy.pid)'"
      })
  void shouldKnowWhoOnlyAsksForHaproxy(String script) {
    assertThat(ScriptWords.of(List.of(script)).asksForHaproxy()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "killall haproxy",
        "pgrep nginx",
        "/usr/local/bin/check haproxy",
        "pgrep haproxy nginx"
      })
  void shouldRunEveryOtherScript(String script) {
    assertThat(ScriptWords.of(List.of(script)).asksForHaproxy()).isFalse();
  }
}
