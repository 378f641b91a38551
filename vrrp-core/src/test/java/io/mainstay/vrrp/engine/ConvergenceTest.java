package io.mainstay.vrrp.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.mainstay.vrrp.VirtualRouter;
import io.mainstay.vrrp.net.TestLan;
import io.mainstay.vrrp.net.TestNode;
import io.mainstay.vrrp.net.TestNode.Installing;
import io.mainstay.vrrp.state.VrrpState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever happened: once the faults are over there is one master, and it is the best one. */
class ConvergenceTest {
  private static final int RUNS = 100;

  @ParameterizedTest
  @ValueSource(longs = {1, 20_260_101, 0x5eed})
  void shouldConvergeAfterRandomFaults(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    for (int run = 0; run < RUNS; run++) {
      new Run("seed " + seed + ", run " + run, random.split()).play();
    }
  }

  private static final class Run {
    private final String name;
    private final SplittableRandom random;
    private final TestLan lan = new TestLan();
    private final List<TestNode> nodes = new ArrayList<>();
    private final List<VirtualRouter> routers = new ArrayList<>();

    Run(String name, SplittableRandom random) {
      this.name = name;
      this.random = random;
      int count = random.nextInt(2, 6);
      for (int i = 0; i < count; i++) {
        TestNode node = lan.node(address(i));
        nodes.add(node);
        routers.add(node.add(random.nextInt(90, 96)));
      }
    }

    private static String address(int node) {
      return "10.0.0." + (10 + node);
    }

    void play() {
      for (int step = 0; step < 30; step++) {
        disturb(random.nextInt(nodes.size()));
        lan.run(Duration.ofMillis(random.nextInt(1, 3000)));
        for (TestNode node : nodes) {
          assertThat(node.holdsAddresses && node.stateNow() != VrrpState.MASTER)
              .as("%s: a node holds the addresses and is %s", name, node.stateNow())
              .isFalse();
        }
      }
      heal();
      // Longer than the longest back-off that thirty steps can lead to, and one election.
      lan.run(Duration.ofSeconds(75));
      assertOneBestMaster();
    }

    private void disturb(int which) {
      TestNode node = nodes.get(which);
      VirtualRouter router = routers.get(which);
      switch (random.nextInt(9)) {
        case 0 -> node.pause();
        case 1 -> node.resume();
        case 2 -> router.fault("a test");
        case 3 -> router.clearFault();
        case 4 -> router.priority(random.nextInt(90, 96), "a test");
        case 5 -> node.link(random.nextBoolean(), address(which));
        case 6 -> node.installing = random.nextBoolean() ? Installing.WORKS : Installing.FAILS;
        case 7 -> {
          long edges = random.nextLong();
          lan.lose(
              (from, to) -> (edges >>> (nodes.indexOf(from) * 8 + nodes.indexOf(to)) & 1) == 0);
        }
        default -> lan.lose((from, to) -> false);
      }
    }

    private void heal() {
      lan.lose((from, to) -> false);
      for (int i = 0; i < nodes.size(); i++) {
        nodes.get(i).resume();
        nodes.get(i).link(true, address(i));
        nodes.get(i).installing = Installing.WORKS;
        routers.get(i).clearFault();
      }
    }

    private void assertOneBestMaster() {
      int best =
          routers.stream().mapToInt(r -> r.snapshot().effectivePriority()).max().orElseThrow();
      List<VirtualRouter> masters =
          routers.stream().filter(r -> r.snapshot().state() == VrrpState.MASTER).toList();
      assertThat(masters).as(name).hasSize(1);
      assertThat(masters.get(0).snapshot().effectivePriority()).as(name).isEqualTo(best);
      assertThat(nodes.stream().filter(node -> node.holdsAddresses)).as(name).hasSize(1);
    }
  }
}
