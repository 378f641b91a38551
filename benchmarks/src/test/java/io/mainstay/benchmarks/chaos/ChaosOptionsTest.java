package io.mainstay.benchmarks.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ChaosOptionsTest {
  @Test
  void shouldTakeWhatIsGivenAndDefaultsForTheRest() {
    assertThat(
            ChaosOptions.parse(1, "--seconds", "30", "--seed", "7", "--transport", "nio", "--json"))
        .isEqualTo(new ChaosOptions(30, 7, "nio", 3, 48, true, false));
    assertThat(ChaosOptions.parse(5).seed()).isEqualTo(5);
  }

  @Test
  void shouldSayWhatIsWrong() {
    assertThatThrownBy(() -> ChaosOptions.parse(1, "--transport", "kqueue"))
        .hasMessage("--transport: \"kqueue\" is none of auto, epoll, io-uring, nio");
    assertThatThrownBy(() -> ChaosOptions.parse(1, "--seconds"))
        .hasMessage("--seconds needs a value, or is unknown; see --help");
    assertThatThrownBy(() -> ChaosOptions.parse(1, "--rounds", "3"))
        .hasMessage("there is no --rounds; see --help");
  }
}
