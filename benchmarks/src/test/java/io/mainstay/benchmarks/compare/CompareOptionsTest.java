package io.mainstay.benchmarks.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CompareOptionsTest {
  @Test
  void shouldRunEverythingThreeTimesWhenNothingIsSaid() {
    CompareOptions options = CompareOptions.parse();

    assertThat(options.scenarios()).containsExactly(Scenario.values());
    assertThat(options.peers())
        .containsExactly(
            Peer.MAINSTAY, Peer.HAPROXY, Peer.NGINX, Peer.UNDERTOW, Peer.VERTX, Peer.JETTY);
    assertThat(options.rounds()).isEqualTo(3);
    assertThat(options.seconds()).isEqualTo(10);
    assertThat(options.json()).isFalse();
    assertThat(options.neighbour()).isFalse();
    assertThat(options.help()).isFalse();
  }

  @Test
  void shouldTakeNamesInTheirOrderWhenTheyAreListed() {
    CompareOptions options =
        CompareOptions.parse(
            "--scenario",
            "tcp-small,http-small,tcp-small",
            "--peers=haproxy,mainstay-io-uring",
            "--rounds",
            "5",
            "--seconds=2",
            "--warm-up",
            "0",
            "--jvm",
            "-Xmx1g -Xint",
            "--neighbour",
            "--json");

    assertThat(options)
        .isEqualTo(
            new CompareOptions(
                List.of(Scenario.TCP_SMALL, Scenario.HTTP_SMALL),
                List.of(Peer.HAPROXY, Peer.MAINSTAY_IO_URING),
                5,
                2,
                0,
                true,
                true,
                List.of("-Xmx1g", "-Xint"),
                false));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --scenario http-9   | there is no "http-9"; there are http-small
          --peers varnish     | there is no "varnish"; there are mainstay
          --rounds 0          | --rounds: "0" is no number from 1 to 100
          --seconds ten       | --seconds: "ten" is no number
          --seconds           | --seconds needs a value
          --fast              | there is no --fast; see --help
          """)
  void shouldSayWhatIsWrongWhenItIsNotUnderstood(String words, String complaint) {
    assertThatThrownBy(() -> CompareOptions.parse(words.split(" ")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(complaint);
  }

  @Test
  void shouldNameEveryScenarioAndPeerInItsHelp() {
    for (Scenario scenario : Scenario.values()) {
      assertThat(CompareOptions.HELP).contains(scenario.label());
    }
    for (Peer peer : Peer.values()) {
      assertThat(CompareOptions.HELP).contains(peer.label());
    }
  }
}
