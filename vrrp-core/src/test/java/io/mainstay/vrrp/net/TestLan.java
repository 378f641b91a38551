package io.mainstay.vrrp.net;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiPredicate;

/**
 * One link in memory with any number of nodes and one clock that jumps from deadline to deadline,
 * so that times can be asserted to the nanosecond. Frames arrive in the instant they are sent.
 */
public final class TestLan {
  private final List<TestNode> nodes = new ArrayList<>();
  private BiPredicate<TestNode, TestNode> lost = (from, to) -> false;
  private long nowNanos = 1_000_000_000L;

  /** Adds a node with these addresses on eth0; it is up. */
  public TestNode node(String... addresses) {
    TestNode node = new TestNode(this, nodes.size() + 1, addresses);
    nodes.add(node);
    return node;
  }

  public long nowNanos() {
    return nowNanos;
  }

  /** Which frames do not arrive from now on. */
  public void lose(BiPredicate<TestNode, TestNode> lost) {
    this.lost = lost;
  }

  void broadcast(TestNode from, TestNode.Frame frame) {
    for (TestNode node : nodes) {
      if (node != from && !lost.test(from, node)) {
        node.deliver(frame);
      }
    }
  }

  void unicast(TestNode from, TestNode.Frame frame) {
    for (TestNode node : nodes) {
      if (node.has(frame.destination) && !lost.test(from, node)) {
        node.deliver(frame);
      }
    }
  }

  /** Lets time pass for all nodes that are neither dead nor paused. */
  public void run(Duration time) {
    long endNanos = nowNanos + time.toNanos();
    settle();
    while (nowNanos < endNanos) {
      long next = endNanos;
      for (TestNode node : nodes) {
        if (node.isRunning()) {
          next = Math.min(next, node.agent().nextDeadlineNanos());
        }
      }
      nowNanos = Math.max(next, nowNanos + 1);
      settle();
    }
  }

  private void settle() {
    int work;
    do {
      work = 0;
      for (TestNode node : nodes) {
        if (node.isRunning()) {
          work += node.agent().doWork(nowNanos);
        }
      }
    } while (work > 0);
  }
}
