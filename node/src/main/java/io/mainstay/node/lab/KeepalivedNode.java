package io.mainstay.node.lab;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** keepalived for the address, and a proxy beside it for the service. */
final class KeepalivedNode implements LabNode {
  /** What to run beside keepalived when nothing shall serve. */
  static final List<String> NO_PROXY = List.of();

  private static final String PID_FILE = "/run/keepalived.pid";
  private static final String VRRP_PID_FILE = "/run/keepalived-vrrp.pid";

  private final LabHost host;
  private final int priority;
  private final Path configuration;
  private final List<String> proxyCommand;

  private @Nullable LabProcess keepalived;
  private @Nullable LabProcess proxy;
  private Order order = Order.RUN;

  private enum Order {
    RUN,
    END
  }

  /**
   * @param configuration the text of keepalived.conf
   * @param proxyCommand serves on this host, and lives and dies with keepalived; {@link #NO_PROXY}
   *     for none
   */
  KeepalivedNode(LabHost host, int priority, String configuration, List<String> proxyCommand) {
    this.host = host;
    this.priority = priority;
    this.configuration = host.write("keepalived.conf", configuration);
    this.proxyCommand = List.copyOf(proxyCommand);
  }

  /** With the distribution's HAProxy as proxy; both do what the lab's configuration says. */
  static KeepalivedNode withHaproxy(
      LabHost host, int priority, int rivalPriority, LabConfig config) {
    // All hosts of the lab see each other's processes, so `killall -0 haproxy` would find the other
    // host's. By a name of its own, killall finds only this one.
    String name = "haproxy-" + host.name();
    host.run("sh", "-c", "ln -sf \"$(command -v haproxy)\" /run/" + name);
    Path file = host.write("haproxy.cfg", KeepalivedConfig.haproxy(config));
    return new KeepalivedNode(
        host,
        priority,
        KeepalivedConfig.keepalived(config, priority, rivalPriority, name),
        List.of("/run/" + name, "-db", "-f", file.toString()));
  }

  @Override
  public LabHost host() {
    return host;
  }

  @Override
  public int priority() {
    return priority;
  }

  @Override
  public String product() {
    return proxyCommand.isEmpty() ? "keepalived" : LabSystem.KEEPALIVED.title();
  }

  @Override
  public void start() {
    if (order == Order.END) {
      awaitEnd(keepalived);
      awaitEnd(proxy);
      order = Order.RUN;
    }
    if (!proxyCommand.isEmpty() && !isRunning(proxy)) {
      proxy = host.start(name() + "-proxy", proxyCommand, line -> {});
    }
    if (!isRunning(keepalived)) {
      keepalived = host.start(name(), command(), line -> {});
    }
  }

  private List<String> command() {
    return List.of(
        "keepalived",
        "--dont-fork",
        "--log-console",
        "--log-detail",
        "--vrrp",
        "--use-file=" + configuration,
        "--pid=" + PID_FILE,
        "--vrrp_pid=" + VRRP_PID_FILE);
  }

  private static boolean isRunning(@Nullable LabProcess process) {
    return process != null && process.isAlive();
  }

  private void awaitEnd(@Nullable LabProcess process) {
    if (process != null && !process.awaitEnd(MainstayNode.END_LIMIT)) {
      throw new LabException("keepalived on " + name() + " did not end after being asked");
    }
  }

  /** Writes another configuration and lets the running keepalived read it. */
  void reload(String text) {
    host.write(configuration.getFileName().toString(), text);
    if (keepalived != null) {
      host.run("kill", "-HUP", Long.toString(keepalived.pid()));
    }
  }

  @Override
  public void terminate() {
    order = Order.END;
    processes().forEach(LabProcess::terminate);
  }

  /** All of it at once, so that none of its processes can clean up after another. */
  @Override
  public void kill() {
    order = Order.END;
    processes().forEach(LabProcess::killTree);
    // Nobody in the lab reaps the dead child, so its file would make it count as running.
    host.run("rm", "-f", PID_FILE, VRRP_PID_FILE);
  }

  @Override
  public void killProxy() {
    if (proxy != null) {
      proxy.killTree();
      awaitEnd(proxy);
    }
  }

  private Stream<LabProcess> processes() {
    return Stream.of(Optional.ofNullable(keepalived), Optional.ofNullable(proxy))
        .flatMap(Optional::stream);
  }

  @Override
  public boolean isAlive() {
    return isRunning(keepalived) && (proxyCommand.isEmpty() || isRunning(proxy));
  }

  /** It puts the address there as any command would, so only its own end would take it away. */
  @Override
  public boolean leavesAddressWhenKilled() {
    return true;
  }

  @Override
  public List<String> logTail() {
    return processes().flatMap(process -> process.tail().stream()).toList();
  }
}
