package io.mainstay.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RiseFallTest {

  /** Probes are written P (passed) and F (failed); states as a statistics page shows them. */
  @ParameterizedTest(name = "rise {1} fall {2} from {0}: {3}")
  @CsvSource({
    "UP,         2, 3, P,      UP",
    "UP,         2, 3, F,      DOWN",
    "UP,         2, 3, PF,     UP; UP 2/3",
    "UP,         2, 3, PFFF,   UP; UP 2/3; UP 1/3; DOWN",
    "UP,         2, 3, PFFP,   UP; UP 2/3; UP 1/3; UP",
    "FULLY_UP,   2, 3, FFF,    UP 2/3; UP 1/3; DOWN",
    "DOWN,       2, 3, P,      UP",
    "DOWN,       2, 3, F,      DOWN",
    "FULLY_DOWN, 2, 3, PP,     DOWN 1/2; UP",
    "FULLY_DOWN, 2, 3, PFP,    DOWN 1/2; DOWN; DOWN 1/2",
    "FULLY_DOWN, 3, 1, PPPFP,  DOWN 1/3; DOWN 2/3; UP; DOWN; DOWN 1/3",
    "UP,         1, 1, PFPF,   UP; DOWN; UP; DOWN",
  })
  void shouldCountAsHaproxyDoes(
      InitialState initial, int rise, int fall, String probes, String expected) {
    CheckPolicy policy =
        CheckPolicy.DEFAULT.withRise(rise).withFall(fall).withInitialState(initial);
    HealthState state = HealthState.initial(policy);
    List<String> seen = new ArrayList<>();
    for (int i = 0; i < probes.length(); i++) {
      state = RiseFall.judge(state, result(probes.charAt(i) == 'P'));
      seen.add(state.toString());
    }
    assertThat(String.join("; ", seen)).isEqualTo(expected);
  }

  @Test
  @DisplayName("HC06 a server that flaps with every probe keeps its state")
  void shouldKeepTheStateWhenEveryProbeFlaps() {
    for (InitialState initial : List.of(InitialState.FULLY_UP, InitialState.FULLY_DOWN)) {
      HealthState state = HealthState.initial(CheckPolicy.DEFAULT.withInitialState(initial));
      boolean up = state.up();
      for (int i = 0; i < 1000; i++) {
        state = RiseFall.judge(state, result(i % 2 == 0));
        assertThat(state.up()).isEqualTo(up);
      }
    }
  }

  /** The counter against the definition: rise or fall results in a row, and only they, decide. */
  @Test
  void shouldTurnExactlyAfterRiseOrFallInARow() {
    long seed = System.nanoTime();
    SplittableRandom random = new SplittableRandom(seed);
    for (int round = 0; round < 200; round++) {
      int rise = random.nextInt(1, 6);
      int fall = random.nextInt(1, 6);
      HealthState state = new HealthState(rise + fall - 1, rise, fall);
      boolean up = true;
      int row = 0;
      boolean last = true;
      for (int i = 0; i < 100; i++) {
        boolean passed = random.nextInt(3) > 0;
        row = passed == last ? row + 1 : 1;
        last = passed;
        state = RiseFall.judge(state, result(passed));
        if (up != passed && row >= (up ? fall : rise)) {
          up = passed;
        }
        assertThat(state.up()).as("seed %d round %d probe %d", seed, round, i).isEqualTo(up);
      }
    }
  }

  @Test
  void shouldCountAnUnknownResultAgainstTheServer() {
    HealthState state = HealthState.initial(CheckPolicy.DEFAULT);
    assertThat(RiseFall.judge(state, CheckResult.of(CheckCode.UNK, "", 0)).up()).isFalse();
  }

  @Test
  void shouldRefuseACounterOutsideItsRange() {
    assertThatThrownBy(() -> new HealthState(5, 2, 3))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("health 5 is not within rise 2 and fall 3");
  }

  private static CheckResult result(boolean passed) {
    return CheckResult.of(passed ? CheckCode.L4OK : CheckCode.L4CON, "", 0);
  }
}
