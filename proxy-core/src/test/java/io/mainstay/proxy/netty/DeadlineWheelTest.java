package io.mainstay.proxy.netty;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class DeadlineWheelTest {
  private static final long TICK = DeadlineWheel.TICK_NANOS;

  /** Just before a nanosecond clock overflows; not a constant, or the compiler would object. */
  private static final long START = Long.parseLong("9223372036354775807");

  private final DeadlineWheel wheel = new DeadlineWheel(START);
  private final List<String> woken = new ArrayList<>();

  @Test
  void shouldWakeOnceAndOnlyWhenDueEvenWhereNanoTimeOverflows() {
    Deadline deadline = deadline("a");
    wheel.set(deadline, START + 10 * TICK);
    wheel.advance(START + 9 * TICK);
    assertThat(woken).isEmpty();
    wheel.advance(START + 11 * TICK);
    wheel.advance(START + 5000 * TICK);
    assertThat(woken).containsExactly("a");
  }

  @Test
  void shouldFollowADeadlineThatMoves() {
    Deadline deadline = deadline("a");
    wheel.set(deadline, START + 10 * TICK);
    wheel.set(deadline, START + 3000 * TICK);
    wheel.advance(START + 2999 * TICK);
    assertThat(woken).isEmpty();
    wheel.set(deadline, START + 3010 * TICK);
    wheel.set(deadline, START + 3005 * TICK);
    wheel.advance(START + 3006 * TICK);
    assertThat(woken).containsExactly("a");
  }

  @Test
  void shouldNotWakeWhoWasClearedOrRemoved() {
    Deadline cleared = deadline("cleared");
    Deadline removed = deadline("removed");
    wheel.set(cleared, START + TICK);
    wheel.set(removed, START + TICK);
    wheel.clear(cleared);
    wheel.remove(removed);
    wheel.advance(START + 100 * TICK);
    assertThat(woken).isEmpty();
  }

  @Test
  void shouldSurviveAnOwnerThatRemovesItsNeighbours() {
    Deadline last = deadline("last");
    Deadline middle = deadline("middle");
    Deadline first =
        new Deadline(
            now -> {
              woken.add("first");
              wheel.remove(middle);
              wheel.remove(last);
            });
    wheel.set(first, START + TICK);
    wheel.set(middle, START + TICK);
    wheel.set(last, START + TICK);
    wheel.advance(START + 3000 * TICK);
    assertThat(woken).containsExactly("first");
  }

  @Test
  void shouldWakeEverybodyWithinATickOfTheirTime() {
    long seed = System.nanoTime();
    SplittableRandom random = new SplittableRandom(seed);
    long[] now = {START};
    int[] count = {0};
    for (int i = 0; i < 500; i++) {
      long at = START + random.nextLong(3000 * TICK);
      Deadline deadline =
          new Deadline(
              nanos -> {
                count[0]++;
                assertThat(now[0] - at).as("seed %d", seed).isBetween(0L, 2 * TICK);
              });
      wheel.set(deadline, START + random.nextLong(3000 * TICK));
      wheel.set(deadline, at);
    }
    for (int tick = 1; tick < 3100; tick++) {
      now[0] = START + tick * TICK;
      wheel.advance(now[0]);
    }
    assertThat(count[0]).as("seed %d", seed).isEqualTo(500);
  }

  private Deadline deadline(String name) {
    return new Deadline(now -> woken.add(name));
  }
}
