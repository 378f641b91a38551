package io.mainstay.benchmarks.compare.peer;

import io.mainstay.health.CheckPolicy;
import io.mainstay.health.HealthMonitor;
import io.mainstay.health.HealthTarget;
import io.mainstay.health.check.CheckLoop;
import io.mainstay.health.check.TcpCheck;
import io.mainstay.proxy.Backend;
import io.mainstay.proxy.Frontend;
import io.mainstay.proxy.FrontendMode;
import io.mainstay.proxy.Proxy;
import io.mainstay.proxy.ProxyConfig;
import io.mainstay.proxy.ProxyLimits;
import io.mainstay.proxy.Server;
import io.mainstay.proxy.ServerState;
import io.mainstay.proxy.TlsBind;
import io.mainstay.proxy.TlsTermination;
import io.mainstay.proxy.TransportKind;
import io.mainstay.proxy.http1.HttpLimits;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Mainstay with one event loop. */
public final class MainstayPeer {
  private static final Duration CHECK_INTERVAL = Duration.ofMillis(100);

  /** As many as the scenario with most running requests has, for HAProxy does not bound them. */
  private static final int IDLE_PER_SERVER = 1024;

  private MainstayPeer() {}

  /** Serves until standard input ends. */
  public static void main(String[] words) throws IOException {
    Arguments arguments = Arguments.of(words);
    String[] setting = arguments.setting().split(":", 3);
    boolean tcp = setting[0].equals("TCP");
    List<Server> servers = new ArrayList<>();
    for (InetSocketAddress address : arguments.servers()) {
      servers.add(Server.of("s" + address.getPort(), address));
    }
    Backend app = Backend.of("app", servers.toArray(Server[]::new));
    Frontend load =
        Frontend.of("load", arguments.bind(), "app")
            .withMode(tcp ? FrontendMode.TCP : FrontendMode.HTTP);
    if (setting.length > 2) {
      TlsTermination tls = TlsTermination.of(Path.of(setting[2]));
      load = load.withTlsBinds(List.of(new TlsBind(arguments.bind(), tls))).withBinds(List.of());
    }
    ProxyLimits limits =
        new ProxyLimits(HttpLimits.defaults(), 20_000, IDLE_PER_SERVER, 256 * 1024)
            .withRequestsPerConnection(Integer.MAX_VALUE);
    Proxy proxy =
        Proxy.start(
            ProxyConfig.of(List.of(load), List.of(app))
                .withLimits(limits)
                .withEventLoops(1)
                .withTransport(TransportKind.valueOf(setting[1])));
    if (setting[0].equals("POOL")) {
      check(proxy, servers);
    }
    Arguments.awaitParent();
  }

  private static void check(Proxy proxy, List<Server> servers) {
    HealthMonitor monitor =
        HealthMonitor.start(
            turn ->
                proxy.serverState(
                    "app", turn.target().name(), turn.up() ? ServerState.UP : ServerState.DOWN));
    TcpCheck check = new TcpCheck(CheckLoop.start());
    CheckPolicy policy = CheckPolicy.DEFAULT.withInter(CHECK_INTERVAL).withRise(1).withFall(1);
    for (Server server : servers) {
      monitor.watch(new HealthTarget(server.name(), server.address()), check, policy);
    }
  }
}
