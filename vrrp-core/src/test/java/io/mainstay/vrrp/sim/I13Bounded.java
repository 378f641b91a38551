package io.mainstay.vrrp.sim;

import java.net.InetAddress;

/**
 * I13: what a router does in one duty cycle, and what it sends in one interval, is bounded,
 * whatever arrives. (An agent that does not come to rest is found by its host.)
 */
final class I13Bounded extends Invariant {
  private static final int MOST_ACTIONS_PER_CYCLE = 100;
  private static final int MOST_SENT_PER_CYCLE = 16;
  private static final int MOST_SENT_PER_INTERVAL = 40;

  private static final class Counts {
    int actions;
    int sent;
    int sentInInterval;
    long intervalStartNanos;
  }

  private final SimLan lan;
  private final PerRouter<Counts> counts = new PerRouter<>(Counts::new);

  I13Bounded(SimLan lan) {
    this.lan = lan;
  }

  @Override
  void sending(SimRouter router, int priority) {
    Counts count = counts.get(router);
    long interval = router.config().advertisementInterval().toNanos();
    if (lan.nowNanos() - count.intervalStartNanos >= interval) {
      count.intervalStartNanos = lan.nowNanos();
      count.sentInInterval = 0;
    }
    count.sent++;
    count.sentInInterval++;
    check(count.sent <= MOST_SENT_PER_CYCLE, router, "sends without end");
    check(count.sentInInterval <= MOST_SENT_PER_INTERVAL, router, "floods the link");
  }

  @Override
  void installing(SimRouter router) {
    act(router);
  }

  @Override
  void removing(SimRouter router) {
    act(router);
  }

  @Override
  void renewing(SimRouter router) {
    act(router);
  }

  @Override
  void announcing(SimRouter router, InetAddress address) {
    act(router);
  }

  private void act(SimRouter router) {
    int actions = ++counts.get(router).actions;
    check(actions <= MOST_ACTIONS_PER_CYCLE, router, "acts without end");
  }

  @Override
  void cycleStarting(SimHost host) {
    for (SimRouter router : host.routers()) {
      counts.get(router).actions = 0;
      counts.get(router).sent = 0;
    }
  }
}
