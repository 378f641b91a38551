package io.mainstay.node.lab;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** keepalived for the address, and a proxy of the caller's choice beside it for the service. */
final class KeepalivedNode implements LabNode {
  private final LabHost host;
  private final int priority;
  private final Path configuration;
  private final List<String> proxyCommand;

  private @Nullable LabProcess keepalived;
  private @Nullable LabProcess proxy;

  /** What to run beside keepalived when nothing shall serve. */
  static final List<String> NO_PROXY = List.of();

  /**
   * @param proxyCommand serves on port 80 of this host, and lives and dies with keepalived; {@link
   *     #NO_PROXY} for none
   */
  KeepalivedNode(LabHost host, int priority, Vrrp vrrp, List<String> proxyCommand) {
    this.host = host;
    this.priority = priority;
    this.configuration = host.write("keepalived.conf", configuration(priority, vrrp));
    this.proxyCommand = List.copyOf(proxyCommand);
  }

  /** What both ends of an election must agree on. */
  record Vrrp(int version, int vrid, String advertisementIntervalSeconds) {}

  static String configuration(int priority, Vrrp vrrp) {
    return String.format(
        Locale.ROOT,
        """
    global_defs {
      vrrp_version %d
    }
    vrrp_instance vip {
      state BACKUP
      interface %s
      virtual_router_id %d
      priority %d
      advert_int %s
      virtual_ipaddress {
        %s/%d
      }
    }
    """,
        vrrp.version(),
        LabNetwork.INTERFACE,
        vrrp.vrid(),
        priority,
        vrrp.advertisementIntervalSeconds(),
        LabNetwork.SERVICE_ADDRESS,
        LabNetwork.PREFIX_LENGTH);
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
    return "keepalived";
  }

  @Override
  public void start() {
    awaitEnd(keepalived);
    awaitEnd(proxy);
    if (!proxyCommand.isEmpty()) {
      proxy = host.start(name() + "-proxy", proxyCommand, line -> {});
    }
    List<String> command =
        List.of(
            "keepalived",
            "--dont-fork",
            "--log-console",
            "--log-detail",
            "--vrrp",
            "--use-file=" + configuration,
            "--pid=/run/keepalived.pid",
            "--vrrp_pid=/run/keepalived-vrrp.pid");
    keepalived = host.start(name(), command, line -> {});
  }

  private void awaitEnd(@Nullable LabProcess process) {
    if (process != null && !process.awaitEnd(MainstayNode.END_LIMIT)) {
      throw new LabException("keepalived on " + name() + " did not end after being asked");
    }
  }

  @Override
  public void terminate() {
    if (keepalived != null) {
      keepalived.terminate();
    }
    if (proxy != null) {
      proxy.terminate();
    }
  }

  @Override
  public void kill() {
    if (keepalived != null) {
      keepalived.kill();
    }
    if (proxy != null) {
      proxy.kill();
    }
  }

  @Override
  public boolean isAlive() {
    return keepalived != null && keepalived.isAlive();
  }

  @Override
  public List<String> logTail() {
    return keepalived == null ? List.of() : keepalived.tail();
  }
}
