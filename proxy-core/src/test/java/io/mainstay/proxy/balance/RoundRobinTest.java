package io.mainstay.proxy.balance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RoundRobinTest {
  @Test
  void shouldTakeTurnsWhenWeightsAreEqual() {
    assertThat(turns(new RoundRobin(new int[] {7, 7, 7}), 6)).containsExactly(0, 1, 2, 0, 1, 2);
  }

  @Test
  void shouldSpreadTurnsWhenWeightsDiffer() {
    assertThat(turns(new RoundRobin(new int[] {50, 10, 10}), 7))
        .containsExactly(0, 0, 1, 0, 2, 0, 0);
  }

  @Test
  void shouldSkipWhoDoesNotTakePart() {
    RoundRobin turns = new RoundRobin(new int[] {1, 1, 0});
    turns.available(new boolean[] {false, true, true});
    assertThat(turns(turns, 3)).containsExactly(1, 1, 1);
    turns.available(new boolean[] {false, false, true});
    assertThat(turns.next()).isEqualTo(RoundRobin.NONE);
    assertThat(turns.next(server -> true, new int[0], 0)).isEqualTo(RoundRobin.NONE);
  }

  @Test
  void shouldNotOfferATriedServerAgain() {
    RoundRobin turns = new RoundRobin(new int[] {100, 1});
    assertThat(turns.next(server -> true, new int[] {0}, 1)).isEqualTo(1);
    assertThat(turns.next(server -> true, new int[] {0, 1}, 2)).isEqualTo(RoundRobin.NONE);
  }

  @Test
  void shouldPassOverWhoIsNotTaken() {
    RoundRobin turns = new RoundRobin(new int[] {3, 1, 1});
    assertThat(turns.next(server -> server == 2, new int[0], 0)).isEqualTo(2);
    assertThat(turns.next(server -> false, new int[0], 0)).isEqualTo(RoundRobin.NONE);
  }

  @Test
  void shouldShareTurnsExactlyWhenThreadsContend() throws Exception {
    RoundRobin turns = new RoundRobin(new int[] {3, 2, 1});
    int threads = 4;
    int each = 60_000;
    ExecutorService executor = Executors.newFixedThreadPool(threads);
    try {
      Callable<int[]> work =
          () -> {
            int[] counts = new int[3];
            IntStream.range(0, each).forEach(i -> counts[turns.next()]++);
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

  private static List<Integer> turns(RoundRobin roundRobin, int count) {
    List<Integer> turns = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      turns.add(roundRobin.next());
    }
    return turns;
  }
}
