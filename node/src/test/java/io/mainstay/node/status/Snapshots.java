package io.mainstay.node.status;

import io.mainstay.health.CheckCode;
import io.mainstay.health.CheckResult;
import io.mainstay.health.HealthCounts;
import io.mainstay.health.HealthSnapshot;
import io.mainstay.health.HealthState;
import io.mainstay.health.HealthTarget;
import io.mainstay.node.config.RouterConfig;
import io.mainstay.node.config.StatusListener;
import io.mainstay.node.config.StatusUser;
import io.mainstay.node.config.VrrpPriority;
import io.mainstay.node.config.WhenDuplicate;
import io.mainstay.node.config.WhenUnhealthy;
import io.mainstay.node.status.NodeSnapshot.Election;
import io.mainstay.node.status.NodeSnapshot.ServerHealth;
import io.mainstay.proxy.ActivitySnapshot;
import io.mainstay.proxy.BackendSnapshot;
import io.mainstay.proxy.Backups;
import io.mainstay.proxy.Balance;
import io.mainstay.proxy.FrontendMode;
import io.mainstay.proxy.FrontendSnapshot;
import io.mainstay.proxy.LatencySnapshot;
import io.mainstay.proxy.ProxySnapshot;
import io.mainstay.proxy.QueueSnapshot;
import io.mainstay.proxy.RateSnapshot;
import io.mainstay.proxy.RecentSnapshot;
import io.mainstay.proxy.RefusalSnapshot;
import io.mainstay.proxy.ResponseCounts;
import io.mainstay.proxy.ServerAdmin;
import io.mainstay.proxy.ServerRole;
import io.mainstay.proxy.ServerSnapshot;
import io.mainstay.proxy.ServerState;
import io.mainstay.proxy.UptimeSnapshot;
import io.mainstay.vip.VirtualAddress;
import io.mainstay.vrrp.VirtualRouterConfig;
import io.mainstay.vrrp.VrrpCounters;
import io.mainstay.vrrp.VrrpSnapshot;
import io.mainstay.vrrp.engine.DurationQuantiles;
import io.mainstay.vrrp.engine.Stalls;
import io.mainstay.vrrp.engine.VrrpAgentSnapshot;
import io.mainstay.vrrp.state.VrrpState;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A node's snapshot as tests need it: one frontend, one backend with a server up and one down. */
final class Snapshots {
  static final InetSocketAddress ADDRESS =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 8001);
  private static final LatencySnapshot TIME =
      new LatencySnapshot(
          1000,
          1500.0,
          1200,
          2000,
          9500,
          20000,
          45000,
          List.of(1L, 400L, 550L, 29L, 11L, 8L, 1L, 0L, 0L, 0L, 0L, 0L, 0L, 0L, 0L));
  private static final ResponseCounts RESPONSES = new ResponseCounts(0, 990, 0, 5, 5, 0);
  private static final QueueSnapshot QUEUE = new QueueSnapshot(0, 3, 0, TIME);

  private Snapshots() {}

  static StatusListener listener(String uri, String... users) {
    return new StatusListener(
        "status",
        List.of(ADDRESS),
        uri,
        List.of(users).stream().map(StatusUser::new).toList(),
        Duration.ZERO,
        "a",
        Set.of());
  }

  /** All is called by this name, and the check of the server that is down said this. */
  static NodeSnapshot named(String name, String said) {
    ProxySnapshot proxy =
        new ProxySnapshot(
            List.of(frontend(name)),
            List.of(
                backend(
                    name,
                    server(name + "1", 1, ServerState.UP),
                    server(name + "2", 2, ServerState.DOWN))),
            0);
    return new NodeSnapshot(
        "a",
        3600,
        Optional.of(election(name, said)),
        List.of(),
        Optional.empty(),
        List.of(),
        proxy,
        Map.of(
            name + "/" + name + "1",
            checked(
                new HealthState(4, 2, 3), new CheckResult(CheckCode.L7OK, 200, "OK", 1_500_000)),
            name + "/" + name + "2",
            checked(new HealthState(0, 2, 3), CheckResult.of(CheckCode.L4CON, said, 400_000))),
        10_000_000_000L);
  }

  private static ServerHealth checked(HealthState state, CheckResult last) {
    return new ServerHealth(
        Optional.of(
            new HealthSnapshot(
                new HealthTarget("x", ADDRESS),
                state,
                false,
                last,
                0,
                0,
                new HealthCounts(10, 3, 3, 1, 0, 3))),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  static Election election(String name, String said) {
    InetAddress address = InetAddress.getLoopbackAddress();
    VirtualRouterConfig vrrp =
        VirtualRouterConfig.builder("vip", "eth0", 51).priority(100).addresses(address).build();
    RouterConfig config =
        new RouterConfig(
            vrrp,
            List.of(new VirtualAddress(address, 24, "eth0")),
            List.of(),
            false,
            List.of(name),
            WhenUnhealthy.LOWER,
            WhenDuplicate.WARN,
            List.of(),
            "node.conf:1");
    VrrpSnapshot state =
        new VrrpSnapshot(
            vrrp,
            VrrpState.MASTER,
            Instant.EPOCH,
            said,
            90,
            name + " lowers it",
            Optional.of(address),
            90,
            true,
            List.of(said),
            new VrrpCounters(5, 1, 0, 0, 1, 0, 5, 0, 0, 0, 0, 0, 0, Map.of()),
            Optional.empty());
    DurationQuantiles quantiles = new DurationQuantiles(60, 1000, 2000, 3000, 4000);
    return new Election(
        List.of(
            new RouterStatus(
                config,
                state,
                Optional.empty(),
                List.of(name + " has 1 of 2 servers"),
                Optional.empty(),
                List.of())),
        new VrrpAgentSnapshot(
            Duration.ofMillis(120), new Stalls(0, 0, 0, 0), quantiles, quantiles, Map.of()),
        VrrpPriority.NORMAL);
  }

  private static FrontendSnapshot frontend(String name) {
    return new FrontendSnapshot(
        name,
        FrontendMode.HTTP,
        List.of(ADDRESS),
        true,
        1000,
        7,
        1000,
        2,
        1,
        1_500_000,
        25_000_000,
        RESPONSES,
        Map.of("--", 1000L),
        new RefusalSnapshot(0, 2, 1, 0, 0),
        new RateSnapshot(20, 500, 10, 30, 12, 40));
  }

  static BackendSnapshot backend(String name, ServerSnapshot... servers) {
    return new BackendSnapshot(
        name,
        FrontendMode.HTTP,
        Balance.ROUND_ROBIN,
        Backups.FIRST,
        new UptimeSnapshot(true, 3600, 0, 0),
        1000,
        7,
        RESPONSES,
        20,
        980,
        1,
        2,
        3,
        TIME,
        List.of(servers),
        List.of(),
        Map.of("--", 1000L),
        QUEUE,
        activity());
  }

  static ServerSnapshot server(String name, int number, ServerState state) {
    return new ServerSnapshot(
        name,
        number,
        ADDRESS,
        1,
        1,
        100,
        ServerRole.ACTIVE,
        state,
        ServerAdmin.READY,
        new UptimeSnapshot(state == ServerState.UP, 125, 125, 1),
        500,
        500,
        3,
        3,
        10,
        10,
        5,
        2,
        1,
        -1,
        490,
        1,
        2,
        3,
        RESPONSES,
        0,
        QUEUE,
        activity());
  }

  private static ActivitySnapshot activity() {
    return new ActivitySnapshot(
        20,
        10,
        30,
        1_500_000,
        25_000_000,
        1,
        1,
        1,
        1000,
        1,
        0,
        5,
        new RecentSnapshot(0, 1000, 2000, 3000),
        TIME,
        TIME,
        TIME);
  }
}
