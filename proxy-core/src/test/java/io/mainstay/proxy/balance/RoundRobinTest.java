package io.mainstay.proxy.balance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class RoundRobinTest {
  private final RoundRobin turns = new RoundRobin();

  @Test
  void shouldTakeTurnsWhenWeightsAreEqual() {
    assertThat(turns(Round.of(7, 7, 7), 6)).containsExactly(0, 1, 2, 0, 1, 2);
  }

  /** Each comes alone, so the round is made anew so often: in the square of that took minutes. */
  @Test
  @Timeout(60)
  void shouldTakeInThousandsOneByOne() {
    Round round = Round.of();
    for (int count = 1; count <= 4096; count++) {
      int[] weights = new int[count];
      Arrays.fill(weights, 3);
      round = Round.of(weights);
    }
    assertThat(turns(round, 4097)).startsWith(0, 1, 2).endsWith(4094, 4095, 0);
  }

  @Test
  void shouldSpreadTurnsWhenWeightsDiffer() {
    assertThat(turns(Round.of(50, 10, 10), 7)).containsExactly(0, 0, 1, 0, 2, 0, 0);
  }

  @Test
  void shouldSkipWhoDoesNotTakePart() {
    int[] weights = {1, 1, 0};
    assertThat(turns(Round.of(weights, new boolean[] {false, true, true}), 3))
        .containsExactly(1, 1, 1);
    Round nobody = Round.of(weights, new boolean[] {false, false, true});
    assertThat(turns.next(nobody)).isEqualTo(RoundRobin.NONE);
    assertThat(turns.next(nobody, server -> true, new int[0], 0)).isEqualTo(RoundRobin.NONE);
    assertThat(nobody.draw(7)).isEqualTo(RoundRobin.NONE);
  }

  @Test
  void shouldNotOfferATriedServerAgain() {
    Round round = Round.of(100, 1);
    assertThat(turns.next(round, server -> true, new int[] {0}, 1)).isEqualTo(1);
    assertThat(turns.next(round, server -> true, new int[] {0, 1}, 2)).isEqualTo(RoundRobin.NONE);
  }

  @Test
  void shouldPassOverWhoIsNotTaken() {
    Round round = Round.of(3, 1, 1);
    assertThat(turns.next(round, server -> server == 2, new int[0], 0)).isEqualTo(2);
    assertThat(turns.next(round, server -> false, new int[0], 0)).isEqualTo(RoundRobin.NONE);
  }

  @Test
  void shouldFindTheOnlyServerThatIsLeftThoughOthersTakeItsTurns() {
    Round round = Round.of(1, 1);
    RoundRobin.Taker crowded =
        server -> {
          turns.next(round);
          return server == 1;
        };
    assertThat(turns.next(round, crowded, new int[0], 0)).isEqualTo(1);
  }

  @Test
  void shouldFindTheOnlyServerThatWasNotTriedWhenThreadsContend() throws Exception {
    Round round = Round.of(1, 1, 1);
    int[] tried = {2, 0};
    ExecutorService executor = Executors.newFixedThreadPool(4);
    try {
      Callable<Long> work =
          () ->
              IntStream.range(0, 60_000)
                  .filter(i -> turns.next(round, server -> true, tried, 2) != 1)
                  .count();
      for (Future<Long> lost : executor.invokeAll(List.of(work, work, work, work))) {
        assertThat(lost.get()).isZero();
      }
    } finally {
      executor.shutdown();
    }
  }

  @Test
  void shouldShareTurnsExactlyWhenThreadsContend() throws Exception {
    Round round = Round.of(3, 2, 1);
    int threads = 4;
    int each = 60_000;
    ExecutorService executor = Executors.newFixedThreadPool(threads);
    try {
      Callable<int[]> work =
          () -> {
            int[] counts = new int[3];
            IntStream.range(0, each).forEach(i -> counts[turns.next(round)]++);
            return counts;
          };
      int[] total = new int[3];
      for (Future<int[]> counts : executor.invokeAll(List.of(work, work, work, work))) {
        for (int server = 0; server < 3; server++) {
          total[server] += counts.get()[server];
        }
      }
      assertThat(total).containsExactly(threads * each / 2, threads * each / 3, threads * each / 6);
    } finally {
      executor.shutdown();
    }
  }

  private List<Integer> turns(Round round, int count) {
    List<Integer> servers = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      servers.add(turns.next(round));
    }
    return servers;
  }
}
