package io.mainstay.node.lab;

import java.util.ArrayList;
import java.util.List;

/**
 * The lab's network: hosts a, b, web1 and web2 on one switch, and this JVM's own namespace as the
 * client.
 *
 * <p>Must run where it may make namespaces and owns its network namespace: inside {@link
 * LabEnclosure}.
 */
final class LabNetwork {
  static final String SERVICE_ADDRESS = "10.77.0.100";
  static final String A_ADDRESS = "10.77.0.11";
  static final String B_ADDRESS = "10.77.0.12";
  static final String WEB1_ADDRESS = "10.77.0.21";
  static final String WEB2_ADDRESS = "10.77.0.22";

  /** What hosts call their one network card. */
  static final String INTERFACE = "eth0";

  static final int PREFIX_LENGTH = 24;

  private final LabHost netSwitch;
  private final LabHost a;
  private final LabHost b;
  private final LabHost web1;
  private final LabHost web2;

  private LabNetwork() {
    netSwitch = LabHost.create("switch");
    a = LabHost.create("a");
    b = LabHost.create("b");
    web1 = LabHost.create("web1");
    web2 = LabHost.create("web2");
  }

  /**
   * Builds the network.
   *
   * @throws LabException when the kernel or a command refuses
   */
  static LabNetwork create() {
    LabNetwork network = new LabNetwork();
    network.wire();
    return network;
  }

  private void wire() {
    netSwitch.run(
        "ip", "link", "add", "bridge", "type", "bridge", "stp_state", "0", "forward_delay", "0");
    netSwitch.run("ip", "link", "set", "bridge", "up");
    plug(a, A_ADDRESS);
    plug(b, B_ADDRESS);
    plug(web1, WEB1_ADDRESS);
    plug(web2, WEB2_ADDRESS);
    plugClient("10.77.0.9");
  }

  private void plug(LabHost host, String address) {
    addCable(host.name(), List.of("netns", Long.toString(host.pid())));
    host.run("ip", "address", "add", address + "/" + PREFIX_LENGTH, "dev", INTERFACE);
    host.run("ip", "link", "set", INTERFACE, "up");
  }

  private void plugClient(String address) {
    addCable("client", List.of());
    Shell.run(List.of("ip", "link", "set", "lo", "up"));
    Shell.run(List.of("ip", "address", "add", address + "/" + PREFIX_LENGTH, "dev", INTERFACE));
    Shell.run(List.of("ip", "link", "set", INTERFACE, "up"));
  }

  private void addCable(String hostName, List<String> where) {
    List<String> command =
        new ArrayList<>(
            List.of(
                "ip", "link", "add", portOf(hostName), "netns", Long.toString(netSwitch.pid())));
    command.addAll(List.of("type", "veth", "peer", "name", INTERFACE));
    command.addAll(where);
    Shell.run(command);
    netSwitch.run("ip", "link", "set", portOf(hostName), "master", "bridge", "up");
  }

  private static String portOf(String hostName) {
    return "port-" + hostName;
  }

  LabHost a() {
    return a;
  }

  LabHost b() {
    return b;
  }

  LabHost web1() {
    return web1;
  }

  LabHost web2() {
    return web2;
  }

  /** Takes the host's link away at the switch: the host sees its carrier go. */
  void cut(LabHost host) {
    netSwitch.run("ip", "link", "set", portOf(host.name()), "down");
  }

  /** Gives the link back. */
  void join(LabHost host) {
    netSwitch.run("ip", "link", "set", portOf(host.name()), "up");
  }
}
