package io.mainstay.node.lab;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * FRR's vrrpd with the zebra it needs. The addresses are always on their macvlan devices; a
 * backup's devices are kept down.
 */
final class FrrNode implements LabNode {
  /** The devices with the virtual addresses; up is what the master's are. */
  static final String DEVICE_IPV4 = "vrrp4";

  static final String DEVICE_IPV6 = "vrrp6";

  private static final Duration START_LIMIT = Duration.ofSeconds(10);
  private static final String BINARIES = "/usr/lib/frr/";

  private final LabHost host;
  private final int priority;
  private final ElectionTerms terms;

  private @Nullable LabProcess zebra;
  private @Nullable LabProcess vrrpd;

  FrrNode(LabHost host, int priority, ElectionTerms terms) {
    this.host = host;
    this.priority = priority;
    this.terms = terms;
    host.run("install", "-d", "-o", "frr", "-g", "frr", "/run/frr");
    host.write("frr/zebra.conf", "");
    host.write("frr/vrrpd.conf", configuration(priority, terms));
  }

  private void addDevices() {
    addDevice(
        DEVICE_IPV4,
        String.format(Locale.ROOT, "00:00:5e:00:01:%02x", ElectionTerms.VRID),
        List.of(LabNetwork.SERVICE_ADDRESS + "/32"));
    if (terms.hasIpv6()) {
      // With no other link-local address there, FRR advertises from the virtual one.
      addDevice(
          DEVICE_IPV6,
          String.format(Locale.ROOT, "00:00:5e:00:02:%02x", ElectionTerms.VRID),
          List.of(ElectionTerms.LINK_LOCAL + "/64", ElectionTerms.GLOBAL + "/64"));
    }
  }

  private void addDevice(String name, String mac, List<String> addresses) {
    host.run(
        "ip",
        "link",
        "add",
        name,
        "link",
        LabNetwork.INTERFACE,
        "type",
        "macvlan",
        "mode",
        "bridge");
    host.run("ip", "link", "set", name, "addrgenmode", "none");
    host.run("ip", "link", "set", name, "address", mac, "up");
    addresses.forEach(
        address -> {
          List<String> command = new ArrayList<>(List.of("ip", "address", "add", address));
          command.addAll(List.of("dev", name));
          if (address.contains(":")) {
            command.add("nodad");
          }
          host.run(command.toArray(String[]::new));
        });
  }

  static String configuration(int priority, ElectionTerms terms) {
    String common =
        String.format(
            Locale.ROOT,
            """
            interface %1$s
             vrrp %2$d version %3$d
             vrrp %2$d priority %4$d
             vrrp %2$d advertisement-interval %5$d
             vrrp %2$d ip %6$s
            """,
            LabNetwork.INTERFACE,
            ElectionTerms.VRID,
            terms.version(),
            priority,
            terms.interval().toMillis(),
            LabNetwork.SERVICE_ADDRESS);
    return terms.hasIpv6()
        ? common
            + String.format(
                Locale.ROOT,
                " vrrp %1$d ipv6 %2$s\n vrrp %1$d ipv6 %3$s\n",
                ElectionTerms.VRID,
                ElectionTerms.LINK_LOCAL,
                ElectionTerms.GLOBAL)
        : common;
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
    return "FRR";
  }

  /** The devices are up until the daemon takes them down, a moment after this returned. */
  @Override
  public void start() {
    if (zebra == null) {
      zebra = host.start(name() + "-zebra", daemon("zebra"), line -> {});
      awaitZebra();
      addDevices();
    }
    if (vrrpd != null) {
      vrrpd.awaitEnd(MainstayNode.END_LIMIT);
    }
    vrrpd = host.start(name() + "-vrrpd", daemon("vrrpd"), line -> {});
  }

  private void awaitZebra() {
    String question = "test -S /run/frr/zserv.api && echo yes || echo no";
    if (!Patience.until(() -> host.run("sh", "-c", question).equals("yes"), START_LIMIT)) {
      throw new LabException("zebra on " + name() + " does not serve");
    }
  }

  private static List<String> daemon(String name) {
    return List.of(
        BINARIES + name,
        "--config_file",
        "/run/frr/" + name + ".conf",
        "--pid_file",
        "/run/frr/" + name + ".pid",
        "--socket",
        "/run/frr/zserv.api",
        "--vty_socket",
        "/run/frr",
        "--vty_port",
        "0",
        "--log",
        "stdout");
  }

  void changePriority(int newPriority) {
    host.run(
        "vtysh",
        "--vty_socket",
        "/run/frr",
        "-c",
        "configure terminal",
        "-c",
        "interface " + LabNetwork.INTERFACE,
        "-c",
        "vrrp " + ElectionTerms.VRID + " priority " + newPriority);
  }

  @Override
  public void terminate() {
    if (vrrpd != null) {
      vrrpd.terminate();
    }
  }

  @Override
  public void kill() {
    if (vrrpd != null) {
      vrrpd.kill();
    }
  }

  /** There is none. */
  @Override
  public void killProxy() {}

  @Override
  public boolean isAlive() {
    return vrrpd != null && vrrpd.isAlive();
  }

  @Override
  public boolean leavesAddressWhenKilled() {
    return true;
  }

  @Override
  public List<String> logTail() {
    return Stream.of(Optional.ofNullable(vrrpd))
        .flatMap(Optional::stream)
        .flatMap(process -> process.tail().stream())
        .filter(line -> !line.contains("Refusing to start Virtual Router"))
        .toList();
  }
}
